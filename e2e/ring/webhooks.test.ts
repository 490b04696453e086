// A receiver of our events, as another team would write it: asked first, then told of everything, in order, signed.
import { createServer, type IncomingMessage, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { SignedClient, SpawnedRuntime } from "@dr/local";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chainPlan } from "../support/plans.ts";
import { createDataFolder, savePlan, startExecution, startRuntime, untilStatus } from "../support/runtime.ts";
import { waitFor } from "../support/wait-for.ts";

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly event: {
    type: string;
    subject: string;
    executionId?: string;
    sequence: number;
    previousSequence?: number;
    data: Record<string, unknown>;
  };
}

const data = createDataFolder();
let runtime: SpawnedRuntime;
let admin: SignedClient;
let endpoint: Server;
let url = "";
const received: Received[] = [];
const of = (executionId: string): readonly Received[] => received.filter(({ event }) => event.subject === executionId);
let isDown = false;

beforeAll(async () => {
  endpoint = createServer((request, response) => {
    void textOf(request).then((body) => {
      const event = JSON.parse(body) as Received["event"];
      if (event.type === "dr.endpoint.verify") return void response.end(JSON.stringify(event.data));
      if (isDown) return void response.writeHead(503).end();
      received.push({ headers: request.headers as Record<string, string>, body, event });
      response.writeHead(204).end();
    });
  });
  endpoint.listen(0, "127.0.0.1");
  await once(endpoint, "listening");
  url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/dr`;
  runtime = await startRuntime(data.path, ["--speed", "600"]);
  admin = runtime.as("DROrchestrationAdmin");
}, 60_000);
afterAll(async () => {
  await runtime.stop();
  endpoint.close();
  data.remove();
});

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

interface Made {
  readonly webhook: { webhookId: string; status: string };
  readonly secret: string;
}

async function createWebhook(body: Record<string, unknown>): Promise<Made> {
  const answer = await admin<Made>({ method: "POST", path: "/api/v1/webhooks", body });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

const statusOf = async (webhookId: string) =>
  (await admin<{ status: string; reason?: string }>({ method: "GET", path: `/api/v1/webhooks/${webhookId}` })).body;

async function runPlan(name: string): Promise<string> {
  await savePlan(admin, chainPlan(name, 2));
  const executionId = await startExecution(admin, { planId: `chain-${name}`, executionType: "recovery" });
  await untilStatus(admin, executionId, ["completed"]);
  return executionId;
}

describe("an endpoint that answers its challenge", () => {
  let made: Made;
  let executionId = "";

  it("is told of every fact once, in the order of the log, with a signature that the public library takes", async () => {
    made = await createWebhook({ url });
    await waitFor("active", async () => ((await statusOf(made.webhook.webhookId)).status === "active" ? true : undefined));
    executionId = await runPlan("hooked");
    const { events } = (
      await admin<{ events: { type: string; sequence: number }[] }>({ method: "GET", path: `/api/v1/executions/${executionId}/events` })
    ).body;
    await waitFor("all of them", async () => (of(executionId).length >= events.length ? true : undefined));
    expect(of(executionId).map(({ event }) => event.sequence)).toEqual(events.map(({ sequence }) => sequence));
    expect(of(executionId).map(({ event }) => event.previousSequence)).toEqual([
      undefined,
      ...events.slice(0, -1).map(({ sequence }) => sequence),
    ]);
    expect(of(executionId).at(-1)?.event).toMatchObject({ type: "dr.execution.completed", executionId });
    for (const { body, headers, event } of received) expect(new Webhook(made.secret).verify(body, headers)).toEqual(event);
  });

  it("shows what was sent to it, and sends it again under the same id", async () => {
    const { webhookId } = made.webhook;
    const deliveries = (
      await admin<{ deliveries: { outcome: string; status: number }[] }>({
        method: "GET",
        path: `/api/v1/webhooks/${webhookId}/deliveries?limit=100`,
      })
    ).body.deliveries;
    expect(deliveries.map(({ outcome, status }) => [outcome, status])).toEqual(received.map(() => ["sent", 204]));
    const before = received.length;
    const answer = await admin({ method: "POST", path: `/api/v1/webhooks/${webhookId}/redeliver`, body: { executionId, sequence: 3 } });
    expect([answer.status, answer.body]).toEqual([202, { events: 1 }]);
    await waitFor("the third one again", async () => (received.length > before ? true : undefined));
    expect(received.at(-1)?.headers["webhook-id"]).toBe(of(executionId)[2]?.headers["webhook-id"]);
  });

  it("gets what happened while it was down, in order", async () => {
    isDown = true;
    const later = await runPlan("hooked-later");
    isDown = false;
    const { events } = (await admin<{ events: { sequence: number }[] }>({ method: "GET", path: `/api/v1/executions/${later}/events` }))
      .body;
    await waitFor("all of them", async () => (of(later).length >= events.length ? true : undefined), {
      timeoutMs: 60_000,
      everyMs: 250,
    });
    expect(of(later).map(({ event }) => event.sequence)).toEqual(events.map(({ sequence }) => sequence));
  }, 120_000);

  it("signs with both secrets after a rotation", async () => {
    const rotated = (await admin<Made>({ method: "POST", path: `/api/v1/webhooks/${made.webhook.webhookId}/secret` })).body;
    expect(rotated.secret).not.toBe(made.secret);
    const before = received.length;
    await admin({ method: "POST", path: `/api/v1/webhooks/${made.webhook.webhookId}/test` });
    await waitFor("the test", async () => (received.length > before ? true : undefined));
    const { body, headers, event } = received.at(-1) as Received;
    expect(event.type).toBe("dr.endpoint.test");
    for (const secret of [made.secret, rotated.secret]) expect(new Webhook(secret).verify(body, headers)).toEqual(event);
  });

  it("can pull the same events by cursor", async () => {
    const page = (await admin<{ events: { id: string }[]; cursor: string }>({ method: "GET", path: "/api/v1/events?limit=100" })).body;
    const sent = new Set(received.map(({ headers }) => headers["webhook-id"]));
    expect(page.events.filter(({ id }) => sent.has(id)).length).toBeGreaterThan(10);
    const next = (await admin<{ cursor: string }>({ method: "GET", path: `/api/v1/events?after=${encodeURIComponent(page.cursor)}` })).body;
    expect(next.cursor >= page.cursor).toBe(true);
  });
});

describe("refused", () => {
  it("an endpoint that does not prove itself is never sent anything, and says why", async () => {
    const { webhook } = await createWebhook({ url: url.replace(/:\d+/, ":1") });
    const shown = await waitFor("disabled", async () => {
      const status = await statusOf(webhook.webhookId);
      return status.status === "disabled" ? status : undefined;
    });
    expect(shown.reason).toBe("no connection: ECONNREFUSED");
  });

  it.each(["http://example.com/", "https://169.254.169.254/", "https://user:pass@example.com/", "https://localhost/"])(
    "%s, when it is saved",
    async (hostile) => {
      const answer = await admin<{ code: string }>({ method: "POST", path: "/api/v1/webhooks", body: { url: hostile } });
      expect([answer.status, answer.body.code]).toEqual([422, "delivery.url_refused"]);
    },
  );

  it("whoever may not manage them", async () => {
    const answer = await runtime.as("DROperator")<{ code: string }>({ method: "POST", path: "/api/v1/webhooks", body: { url } });
    expect([answer.status, answer.body.code]).toEqual([403, "auth.forbidden"]);
  });
});
