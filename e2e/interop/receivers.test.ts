// What others make of what we send: libraries of receivers, WireMock in a receiver's place, Splunk's own client at our stand-in of Splunk.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  createBreaker,
  createMemoryStores,
  createPump,
  createRateLimit,
  createReadContext,
  newLane,
  signCallback,
  whyNotSigned,
} from "@dr/delivery";
import { createAddressGuard } from "@dr/delivery/url-rules";
import { createGuardedSend } from "@dr/delivery/guarded-send";
import { sampleEvent } from "@dr/delivery/testing";
import { monitors } from "@dr/monitoring/integrations";
import { createVirtualClock } from "@dr/runtime";
import { integrationsFor } from "@dr/webhooks/integrations";
import { secretsOf } from "@dr/webhooks/secrets";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startInbox } from "../../local/src/inbox/server.ts";
import { sendAll } from "../api/configured-places.ts";
import { commits } from "../api/told-facts.ts";
import { program } from "./environments.ts";
import { freePort, untilListening } from "./ports.ts";

const PLATFORM_KEY = "the platform's own key";
const local = { guard: createAddressGuard({ allow: ["127.0.0.1"] }), allowPlainLoopback: true };

/** One webhook, as it is sent at a time after a rotation, with both of its secrets. */
async function aWebhook(atMs: number) {
  const clock = createVirtualClock(new Date(atMs).toISOString());
  const settings = { url: "https://hooks.example.com/", secretVersion: "2", oldSecretUntil: new Date(atMs + 60_000).toISOString() };
  const webhook = integrationsFor({ platformKey: PLATFORM_KEY, clock }).get("webhook")!;
  const [request] = await sendAll(webhook, settings);
  const [secret, old] = secretsOf(PLATFORM_KEY, { receiverId: "x.y", settings }, clock.nowIso());
  return { body: request!.body, headers: request!.headers, secret: secret!, old: old! };
}

describe.runIf(process.env["DR_INTEROP"] === "1")("receivers of others", () => {
  it("Python's standardwebhooks, svix, slack_sdk and opentelemetry-proto take what we send, and nothing that was changed or is old", async () => {
    const now = Date.now();
    const [fresh, late, early] = await Promise.all([aWebhook(now), aWebhook(now - 301_000), aWebhook(now + 310_000)]);
    const cases = [
      fresh,
      { ...fresh, secret: fresh.old },
      { ...fresh, body: fresh.body.replace("e", "E") },
      { ...fresh, body: JSON.stringify(JSON.parse(fresh.body), undefined, 1) },
      { ...fresh, headers: { ...fresh.headers, "webhook-id": "EXEC#other:1" } },
      late,
      early,
    ];
    const timestamp = String(Math.floor(now / 1_000));
    const body = "payload=%7B%22type%22%3A%22block_actions%22%7D";
    const slack = {
      secret: "8f742231b10e8888abcd99yyyzzz85a5",
      timestamp,
      body,
      signature: signCallback("8f742231b10e8888abcd99yyyzzz85a5", timestamp, body),
    };
    const otlp = monitors({ readSecret: () => Promise.resolve({ headerValue: "h" }), readLog: () => Promise.resolve(commits) }).find(
      ({ kind }) => kind === "otlp",
    )!;
    const sent = await sendAll(otlp, {});
    const of = (signal: string): unknown[] =>
      sent.filter(({ url }) => url.endsWith(signal)).map((request) => JSON.parse(request.body) as unknown);
    const [trace] = of("/traces");
    const metrics = { resourceMetrics: of("/metrics").flatMap((each) => (each as { resourceMetrics: unknown[] }).resourceMetrics) };
    const running = promisify(execFile)(program("receivers", "python"), [join(import.meta.dirname, "foreign/receivers.py")], {
      timeout: 60_000,
    });
    running.child.stdin?.end(JSON.stringify({ webhooks: cases, slack, trace, metrics }));
    const seen = JSON.parse((await running).stdout) as { slack: { theirs: string } };
    const verdicts = [true, true, false, false, false, false, false];
    expect(seen).toEqual({
      webhooks: { standardwebhooks: verdicts, svix: verdicts },
      slack: { theirs: slack.signature, "takes ours": true, "takes ours by headers": true },
      spans: [
        ["recovery of shop", 16, 8, 0],
        ["wave 1 Databases", 16, 8, 8],
        ["database w1-t0", 16, 8, 8],
      ],
      "round trip": true,
      metrics: [
        ["dr.execution.started", "sum", "AGGREGATION_TEMPORALITY_DELTA"],
        ["dr.approval.wait", "gauge", null],
        ["dr.technology.failed", "sum", "AGGREGATION_TEMPORALITY_DELTA"],
        ["dr.wave.duration", "gauge", null],
        ["dr.execution.ended", "sum", "AGGREGATION_TEMPORALITY_DELTA"],
        ["dr.execution.duration", "gauge", null],
      ],
    });
    expect(whyNotSigned({ ...slack, signature: seen.slack.theirs, nowMs: now })).toBeUndefined();
  }, 120_000);

  describe("WireMock", () => {
    let server: ChildProcess;
    let endpoint = "";
    const admin = async <T>(method: string, path: string, body?: object): Promise<T> => {
      const answer = await fetch(`${endpoint}/__admin${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      return (await answer.json().catch(() => ({}))) as T;
    };
    beforeAll(async () => {
      const folder = join(import.meta.dirname, "../node_modules/wiremock/build");
      const jar = readdirSync(folder).find((file) => file.endsWith(".jar"))!;
      const port = await freePort();
      const args = ["-jar", join(folder, jar), "--port", String(port), "--bind-address", "127.0.0.1"];
      server = spawn("java", args, { stdio: "ignore" });
      endpoint = `http://127.0.0.1:${port}`;
      await untilListening(endpoint, "wiremock");
    }, 120_000);
    afterAll(() => void server.kill("SIGKILL"));

    it("resets, asks for patience, takes: one event under one id, three times, and the second wait is the one that was asked for", async () => {
      const request = { method: "POST", url: "/dr" };
      const stub = (state: string, next: string, response: object) =>
        admin("POST", "/mappings", { scenarioName: "dr", requiredScenarioState: state, newScenarioState: next, request, response });
      await stub("Started", "busy", { fault: "CONNECTION_RESET_BY_PEER" });
      await stub("busy", "open", { status: 429, headers: { "Retry-After": "77" } });
      await stub("open", "open", { status: 204 });
      const clock = createVirtualClock("2026-11-29T12:00:00.000Z");
      const stores = createMemoryStores();
      const settings = { url: `${endpoint}/dr`, secretVersion: "1" };
      await stores.receivers.put({
        receiverId: "r",
        kind: "webhook",
        filter: {},
        settings,
        enabled: true,
        since: "",
        ratePerSecond: 100,
        retryHours: 1,
      });
      await stores.events.add(sampleEvent("e", 1, clock.nowIso()));
      await stores.lanes.wake(newLane("r", "e", clock.nowIso()));
      const pump = createPump({
        stores,
        integrations: integrationsFor({ platformKey: PLATFORM_KEY, clock }),
        send: createGuardedSend(local),
        readContext: createReadContext(stores.events),
        breaker: createBreaker(clock, stores.receivers),
        takeToken: createRateLimit(clock),
        clock,
        random: () => 1,
        metrics: { count: () => undefined },
      });
      const dues: (string | undefined)[] = [];
      for (let turn = 0; turn < 3; turn += 1) {
        dues.push(await pump("r#e", { workerId: "w", remainingMs: () => 60_000, logger: { warn: () => undefined } }));
        clock.advance(Math.max(0, Date.parse(dues.at(-1) ?? clock.nowIso()) - clock.nowMs()));
      }
      expect(dues).toEqual(["2026-11-29T12:00:05.000Z", "2026-11-29T12:01:22.000Z", undefined]);
      const { requests } = await admin<{ requests: { request: { method: string; headers: Record<string, string> } }[] }>(
        "GET",
        "/requests",
      );
      const posts = requests.flatMap(({ request: { method, headers } }) => (method === "POST" ? [headers] : []));
      const ids = posts.map((headers) => Object.entries(headers).find(([name]) => name.toLowerCase() === "webhook-id")?.[1]);
      expect(ids).toEqual(["e-1", "e-1", "e-1"]);
      expect((await stores.records.list("r", { limit: 5 })).map(({ outcome }) => outcome)).toEqual(["sent", "retry", "unknown"]);
    });
  });

  it("Splunk's own client sends to our stand-in of Splunk, batches and all, and its events are there", async () => {
    const inbox = await startInbox();
    try {
      interface Client {
        readonly send: (context: { message: unknown }, done: (error: Error | null, answer: unknown, body: unknown) => void) => void;
      }
      const { Logger } = createRequire(import.meta.url)("splunk-logging") as { Logger: new (options: object) => Client };
      const client = new Logger({
        token: "local-only",
        url: inbox.endpoint,
        path: "/splunk/services/collector/event/1.0",
        maxBatchCount: 3,
      });
      const code = await new Promise<number>((resolve, reject) => {
        for (const type of ["One", "Two", "Three"])
          client.send({ message: { type } }, (error, _answer, body) => (error ? reject(error) : resolve((body as { code: number }).code)));
      });
      expect(code).toBe(0);
      const kept = (await (await fetch(`${inbox.endpoint}/_local/inbox?channel=splunk`)).json()) as {
        items: { raw: { event: { message: { type: string } } } }[];
      };
      expect(kept.items.map(({ raw }) => raw.event.message.type)).toEqual(["One", "Two", "Three"]);
    } finally {
      await inbox.stop();
    }
  });
});
