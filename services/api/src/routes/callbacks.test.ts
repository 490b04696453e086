// What other systems tell us: only what is signed is handed on; everything else leaves an audit event and nothing more.
import { signCallback, type LaneMessage } from "@dr/delivery";
import { DrError } from "@dr/events";
import { expect, test } from "vitest";
import { createTestApi } from "../../test/api.ts";

const SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
const CHANGE = "0123456789abcdef0123456789abcdef";
const payload = (more: object = {}) =>
  `payload=${encodeURIComponent(
    JSON.stringify({
      type: "block_actions",
      user: { id: "U1" },
      team: { id: "T1" },
      response_url: "https://hooks.slack.com/actions/x",
      actions: [{ action_id: "dr_approve", value: "e-1|e-1:pause:1" }],
      ...more,
    }),
  )}`;

function given(readSigningSecret = (_system: string) => Promise.resolve(SECRET)) {
  const told: LaneMessage[] = [];
  const audited: { type: string; code?: string; operation: string }[] = [];
  const api = createTestApi({
    openCallbacks: () => Promise.resolve({ readSigningSecret, tell: (message: LaneMessage) => Promise.resolve(void told.push(message)) }),
    audit: (type, data) => Promise.resolve(void audited.push({ type, ...(data as { operation: string; code?: string }) })),
  });
  const seconds = (offset = 0): string => String(Math.floor(api.clock.nowMs() / 1_000) + offset);
  const slack = (body: string, headers: Record<string, string> = {}, at = seconds()) =>
    api.call("POST /api/v1/callbacks/slack", {
      arn: null,
      body,
      contentType: "application/x-www-form-urlencoded",
      headers: { "x-slack-request-timestamp": at, "x-slack-signature": signCallback(SECRET, at, body), ...headers },
    });
  const hint = (body: string, headers: Record<string, string> = {}) =>
    api.call("POST /api/v1/callbacks/servicenow", {
      arn: null,
      body,
      headers: { "x-dr-request-timestamp": seconds(), "x-dr-signature": signCallback(SECRET, seconds(), body), ...headers },
    });
  return { ...api, told, audited, seconds, slack, hint };
}

test("a signed click is handed on, with who pressed what", async () => {
  const { slack, told, audited } = given();
  expect(await slack(payload())).toMatchObject({ status: 200, body: { taken: true } });
  expect(told).toEqual([
    {
      kind: "click",
      correlationId: expect.any(String) as string,
      decision: "approve",
      executionId: "e-1",
      pauseId: "e-1:pause:1",
      team: "T1",
      user: "U1",
      responseUrl: "https://hooks.slack.com/actions/x",
    },
  ]);
  expect(audited).toEqual([]);
});

test.each<[string, (api: ReturnType<typeof given>) => Promise<{ status: number; body: { code: string } }>]>([
  ["no signature", ({ slack }) => slack(payload(), { "x-slack-signature": "" })],
  ["another secret's", ({ slack, seconds }) => slack(payload(), { "x-slack-signature": signCallback("another", seconds(), payload()) })],
  [
    "a body that was changed",
    ({ slack, seconds }) => slack(payload({ user: { id: "U2" } }), { "x-slack-signature": signCallback(SECRET, seconds(), payload()) }),
  ],
  ["a copy of six minutes ago", ({ slack, seconds }) => slack(payload(), {}, seconds(-301))],
  ["one from the future", ({ slack, seconds }) => slack(payload(), {}, seconds(301))],
  ["a time that is none", ({ slack }) => slack(payload(), {}, "soon")],
])("%s: nothing is handed on, and the audit event is all that is left", async (_name, send) => {
  const api = given();
  expect(await send(api)).toMatchObject({ status: 401, body: { code: "callback.bad_signature" } });
  expect(api.told).toEqual([]);
  expect(api.audited.map(({ type, code, operation }) => [type, code, operation])).toEqual([
    ["RequestRefused", "callback.bad_signature", "slackAction"],
  ]);
});

test.each([
  ["a link", payload({ actions: [{ action_id: "dr_open" }] })],
  ["a name that every object has", payload({ actions: [{ action_id: "constructor", value: "e|p" }] })],
  ["a value of somebody else's", payload({ actions: [{ action_id: "dr_approve", value: "e" }] })],
  ["another kind of request", `payload=${encodeURIComponent('{"type":"view_submission"}')}`],
])("%s is good, and nothing of ours", async (_name, body) => {
  const { slack, told } = given();
  expect([await slack(body), told]).toMatchObject([{ status: 200, body: { taken: false } }, []]);
});

test("signed nonsense is refused", async () => {
  const { slack, hint } = given();
  for (const body of ["payload=", "payload=%7B", "x=1"])
    expect(await slack(body)).toMatchObject({ status: 400, body: { code: "callback.unreadable" } });
  for (const body of ["{}", '{"sys_id":"x^active=true"}', "[]"])
    expect(await hint(body)).toMatchObject({ status: 400, body: { code: "callback.unreadable" } });
});

test("a hint names a change to be looked at, and carries nothing else; a forged one changes nothing", async () => {
  const { hint, told, audited } = given();
  expect(await hint(JSON.stringify({ sys_id: CHANGE, approval: "approved", state: "-2" }))).toMatchObject({ status: 200 });
  expect(told).toEqual([{ kind: "hint", correlationId: expect.any(String) as string, changeId: CHANGE }]);
  expect(await hint(JSON.stringify({ sys_id: CHANGE }), { "x-dr-signature": "v0=00" })).toMatchObject({ status: 401 });
  expect([told.length, audited.map(({ code }) => code)]).toEqual([1, ["callback.bad_signature"]]);
});

test("where no secret is set up, nobody can call back", async () => {
  const missing = given(() => Promise.reject(new DrError("delivery.secret_missing", "no secret")));
  expect(await missing.slack(payload())).toMatchObject({ status: 404, body: { code: "callback.not_found" } });
  expect(await createTestApi().call("POST /api/v1/callbacks/slack", { arn: null, body: "x" })).toMatchObject({ status: 404 });
});

test("commands and refusals are told to the auditors; what is read is not", async () => {
  const { call, audited } = given();
  await call("GET /api/v1/plans");
  await call("POST /api/v1/plans", { role: "DRReadOnly", body: {} });
  await call("POST /api/v1/executions", { role: "DROperator", body: { planId: "none", executionType: "drill" } });
  await call("GET /api/v1/executions/none", { arn: null });
  expect(audited.map(({ type, operation, code }) => [type, operation, code])).toEqual([
    ["RequestRefused", "createPlan", "auth.forbidden"],
    ["RequestRefused", "startExecution", "plan.not_found"],
    ["RequestRefused", "getExecution", "auth.forbidden"],
  ]);
});
