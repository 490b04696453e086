// The client repeats what may be repeated, with the same key, and tells refusals and silence apart.
import { expect, it } from "vitest";
import { createClient } from "./client.ts";
import { ApiProblem, NoAnswer } from "./problem.ts";

type Scripted = { status: number; body?: unknown; headers?: Record<string, string> } | Error;

function scripted(...answers: readonly Scripted[]) {
  const sent: { method: string; url: string; headers: Record<string, string>; body: unknown }[] = [];
  const slept: number[] = [];
  const client = createClient({
    endpoint: "https://api.example.com/",
    authorize: async ({ headers }) => ({ ...headers, authorization: `try ${sent.length + 1}` }),
    fetch: async (url, init) => {
      sent.push({
        method: init?.method ?? "",
        url: String(url instanceof Request ? url.url : url),
        headers: init?.headers as Record<string, string>,
        body: init?.body,
      });
      const answer = answers[sent.length - 1];
      if (answer === undefined || answer instanceof Error) throw answer ?? new Error("not scripted");
      return new Response(answer.body === undefined ? null : JSON.stringify(answer.body), {
        status: answer.status,
        headers: answer.headers ?? {},
      });
    },
    sleep: async (ms) => slept.push(ms),
    random: () => 0.5,
    newKey: () => "key-1",
  });
  return { client, sent, slept };
}

const started = { executionId: "exec-1", planId: "orders", planVersion: 1, status: "planning", statusUrl: "/x" };
const start = { body: { planId: "orders", executionType: "drill" } } as const;

it("fills path and query, and sends a read without a key or a body", async () => {
  const { client, sent } = scripted({ status: 200, body: { plans: [] }, headers: { etag: '"3"' } });
  const answer = await client.getPlanVersion({ params: { planId: "a/b c", version: 3 } });
  expect(answer).toMatchObject({ status: 200, etag: '"3"', body: { plans: [] } });
  expect(sent).toEqual([
    {
      method: "GET",
      url: "https://api.example.com/api/v1/plans/a%2Fb%20c/versions/3",
      headers: { authorization: "try 1" },
      body: undefined,
    },
  ]);
});

it("repeats a change whose answer was lost under the same key, signed anew", async () => {
  const { client, sent, slept } = scripted(new Error("reset"), { status: 503, body: {} }, { status: 202, body: started });
  expect((await client.startExecution(start)).body.executionId).toBe("exec-1");
  expect(sent.map(({ headers }) => [headers["idempotency-key"], headers["authorization"]])).toEqual([
    ["key-1", "try 1"],
    ["key-1", "try 2"],
    ["key-1", "try 3"],
  ]);
  expect(slept).toEqual([100, 200]);
});

it("waits as long as it is asked to, and not for ever", async () => {
  const patient = scripted({ status: 429, body: {}, headers: { "retry-after": "7" } }, { status: 200, body: {} });
  await patient.client.whoAmI({});
  expect(patient.slept).toEqual([7_100]);
  const long = scripted({ status: 503, body: { code: "api.down", detail: "later" }, headers: { "retry-after": "3600" } });
  await expect(long.client.whoAmI({})).rejects.toThrow("api.down: later");
  expect(long.slept).toEqual([]);
});

it("waits for its own first try, which is still at work", async () => {
  const busy = { status: 409, body: { code: "idempotency.in_progress", detail: "still at work" } };
  const { client, sent } = scripted(busy, { status: 202, body: started });
  await client.startExecution({ ...start, idempotencyKey: "mine" });
  expect(sent.map(({ headers }) => headers["idempotency-key"])).toEqual(["mine", "mine"]);
});

it("does not repeat what was refused", async () => {
  const problem = {
    code: "plan.not_found",
    detail: "there is no such plan",
    hint: "save it",
    errors: [{ path: "planId", code: "x", message: "y" }],
  };
  const { client, sent } = scripted({ status: 404, body: problem });
  const error = await client.startExecution(start).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ApiProblem);
  expect((error as ApiProblem).problem).toEqual({ ...problem, title: "", status: 404 });
  expect(sent).toHaveLength(1);
});

it("gives up after four tries and tells the key to ask with again", async () => {
  const { client, sent } = scripted(...Array.from({ length: 9 }, () => new Error("reset")));
  const error = await client.startExecution(start).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(NoAnswer);
  expect([(error as NoAnswer).idempotencyKey, sent.length]).toEqual(["key-1", 4]);
});

it("polls for free: 304 has no body, and a held answer is asked for", async () => {
  const { client, sent } = scripted({ status: 304, headers: { etag: '"9"' } });
  const answer = await client.getExecutionStatus({ params: { executionId: "exec-1" }, ifNoneMatch: '"9"', waitSeconds: 20 });
  expect([answer.status, answer.body]).toEqual([304, null]);
  expect(sent[0]?.headers).toMatchObject({ "if-none-match": '"9"', prefer: "wait=20" });
});

it("sends a plan as it was written", async () => {
  const { client, sent } = scripted({ status: 201, body: {} }, { status: 201, body: {} });
  await client.createPlan({ body: "planId: orders" });
  await client.createPlan({ body: { planId: "orders" } });
  expect(sent.map(({ headers, body }) => [headers["content-type"], body])).toEqual([
    ["application/yaml", "planId: orders"],
    ["application/json", '{"planId":"orders"}'],
  ]);
});

it("says of a proxy's page what it is", async () => {
  const { client } = scripted(...Array.from({ length: 4 }, () => ({ status: 502, body: "<html>" })));
  await expect(client.whoAmI({})).rejects.toThrow("http.502: an answer that is not the platform's: <html>");
});
