// Callbacks over HTTP: who started an execution hears once how it ended, by a signed request or as a waiting task of Step Functions.
import { createServer, type IncomingMessage, type Server } from "node:http";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { SignedClient, SpawnedRuntime } from "@dr/local";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, it } from "vitest";
import { chainPlan } from "../support/plans.ts";
import { createDataFolder, savePlan, startRuntime } from "../support/runtime.ts";
import { waitFor } from "../support/wait-for.ts";

interface Call {
  readonly target: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const TOKEN = "AQCEAAAAKgAAAAMAAAAA-task-token-of-a-test";
const data = createDataFolder();
const calls: Call[] = [];
const failures: number[] = [];
let listener: Server;
let runtime: SpawnedRuntime;
let admin: SignedClient;
let url = "";

beforeAll(async () => {
  // One listener plays both: an endpoint of somebody's, and Step Functions.
  listener = createServer((request, response) => {
    void textOf(request).then((body) => {
      const headers = request.headers as Record<string, string>;
      const failure = failures.shift();
      if (failure !== undefined) return void response.writeHead(failure).end();
      calls.push({ target: headers["x-amz-target"] ?? request.url ?? "", headers, body });
      response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end("{}");
    });
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  runtime = await startRuntime(data.path, ["--speed", "600"], { DR_STATES_ENDPOINT: url });
  admin = runtime.as("DROrchestrationAdmin");
}, 60_000);
afterAll(async () => {
  await runtime.stop();
  listener.close();
  data.remove();
});

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

interface Started {
  readonly executionId: string;
  readonly callback: { readonly kind: string; readonly id: string; readonly secret: string };
}

async function start(name: string, callback: object, headers: Record<string, string> = {}) {
  return admin<Started>({
    method: "POST",
    path: "/api/v1/executions",
    body: { planId: `chain-${name}`, executionType: "recovery", callback },
    headers,
  });
}
const callsOf = (executionId: string, ending: string) =>
  calls.filter(({ target, body }) => target.includes(ending) && body.includes(executionId));

it("a URL is called once, signed, though the first try failed", { timeout: 60_000 }, async () => {
  await savePlan(admin, chainPlan("called", 1));
  failures.push(503);
  const [started, again] = [
    await start("called", { url: `${url}/ended` }, { "idempotency-key": "k1" }),
    await start("called", { url: `${url}/ended` }, { "idempotency-key": "k1" }),
  ];
  expect([started.status, again.body]).toEqual([202, started.body]);
  const { executionId, callback } = started.body;
  const call = await waitFor("the callback", async () => callsOf(executionId, "/ended")[0], { timeoutMs: 45_000 });
  const said = new Webhook(callback.secret).verify(call.body, call.headers) as { type: string; executionId: string };
  expect(said).toMatchObject({ type: "dr.execution.completed", executionId });
  const events = await admin<{ events: { type: string; data: Record<string, unknown> }[] }>({
    method: "GET",
    path: `/api/v1/executions/${executionId}/events`,
  });
  expect(events.body.events[0]?.data["callback"]).toMatchObject({ kind: "url", host: new URL(url).host });
  expect(callsOf(executionId, "/ended").length).toBe(1);
});

it("a waiting task is told once, and its token is in no answer and in no file", { timeout: 60_000 }, async () => {
  await savePlan(admin, chainPlan("waited", 1));
  const started = await start("waited", { taskToken: TOKEN });
  expect([started.status, started.body.callback.kind]).toEqual([202, "task_token"]);
  const { executionId } = started.body;
  const call = await waitFor("the answer to the task", async () => callsOf(executionId, "SendTaskSuccess")[0], { timeoutMs: 45_000 });
  expect(JSON.parse(call.body)).toMatchObject({ taskToken: TOKEN });
  expect(call.headers["authorization"]).toContain("/us-east-1/states/aws4_request");
  for (const path of ["", "/events", "/export", "/timeline", "/status"]) {
    const answer = await admin({ method: "GET", path: `/api/v1/executions/${executionId}${path}` });
    expect([path, answer.status, JSON.stringify(answer.body).includes(TOKEN)]).toEqual([path, 200, false]);
  }
  expect(filesWith(TOKEN, data.path)).toEqual([]);
});

it("a private address, and a callback of two kinds, are refused before anything starts", async () => {
  await savePlan(admin, chainPlan("refused", 1));
  const refused = await start("refused", { url: "https://169.254.169.254/latest" });
  const both = await start("refused", { url: `${url}/ended`, taskToken: TOKEN });
  const { code, errors } = refused.body as unknown as { code: string; errors: readonly { path: string; expected: string }[] };
  expect([refused.status, code, errors]).toMatchObject([
    422,
    "delivery.url_refused",
    [{ path: "callback.url", expected: expect.stringContaining("https://") as string }],
  ]);
  expect([both.status, JSON.stringify(both.body).includes(TOKEN)]).toEqual([400, false]);
  const list = await admin<{ executions: unknown[] }>({ method: "GET", path: "/api/v1/executions?planId=chain-refused" });
  expect(list.body.executions).toEqual([]);
});

function filesWith(text: string, folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => {
    const file = join(folder, name);
    return statSync(file).isFile() && readFileSync(file).includes(text);
  });
}
