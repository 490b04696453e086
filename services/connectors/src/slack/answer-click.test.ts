// A button in Slack: whose decision it is, what it is bound to, and what is left when nobody may.
import type { OutboundRequest, Receiver } from "@dr/delivery";
import type { ApiReply, ApiRequest } from "@dr/delivery/call-api-client";
import { beforeEach, expect, test } from "vitest";
import { createAnswerClick, type Click } from "./answer-click.ts";

const approval = { planHash: "aa", manifestHash: "bb", mode: "unplanned" };
const click: Click = {
  kind: "click",
  correlationId: "c-1",
  decision: "approve",
  executionId: "e-1",
  pauseId: "e-1:pause:1",
  team: "T1",
  user: "U1",
  responseUrl: "https://hooks.slack.com/actions/T1/1/x",
};
let receivers: Receiver[] = [];
let asked: ApiRequest[] = [];
let sent: OutboundRequest[] = [];
let audited: unknown[] = [];
let view: ApiReply;
let decided: ApiReply;
beforeEach(() => {
  [asked, sent, audited] = [[], [], []];
  view = { status: 200, body: { planId: "shop", pause: { pauseId: "e-1:pause:1", approval } } };
  decided = { status: 200, body: {} };
  receivers = [
    {
      receiverId: "connectors.slack",
      kind: "slack",
      filter: {},
      settings: { buttons: "on", approvers: JSON.stringify({ "T1.U1": "DRRecoveryManager/rita" }) },
      enabled: true,
      since: "",
      ratePerSecond: 1,
      retryHours: 1,
    },
  ];
});
const answer = (more: Partial<Click> = {}) =>
  createAnswerClick({
    receivers: () => Promise.resolve(receivers),
    callApi: (request) => {
      asked.push(request);
      return Promise.resolve(request.method === "GET" ? view : decided);
    },
    send: (request) => {
      sent.push(request);
      return Promise.resolve({ status: 200, headers: {}, body: "", latencyMs: 1 });
    },
    audit: (type, data) => Promise.resolve(void audited.push([type, data])),
    logger: { info: () => undefined, warn: () => undefined },
  })({ ...click, ...more });
const told = () => sent.map(({ url, body }) => [url, (JSON.parse(body) as { text: string }).text]);
const decisions = () => asked.filter(({ method }) => method === "POST");

test("it is the decision of the person that the user is here, bound to what the pause is about, and the same when it is repeated", async () => {
  await answer();
  await answer();
  expect(decisions()[0]).toEqual({
    as: "DRRecoveryManager/rita",
    method: "POST",
    path: "/api/v1/executions/e-1/approvals",
    body: { pauseId: "e-1:pause:1", decision: "approve", ...approval, comment: "in Slack, by U1" },
    key: expect.stringMatching(/^slack-[0-9a-f]{64}$/) as string,
  });
  expect(decisions()[1]).toEqual(decisions()[0]);
  expect(told()[0]).toEqual(["https://hooks.slack.com/actions/T1/1/x", "Your approval is recorded."]);
  expect(audited).toEqual([]);
});

test.each<[string, Partial<Click>, Partial<Receiver>]>([
  ["another user", { user: "U2" }, {}],
  ["the same user of another workspace", { team: "T2" }, {}],
  ["a name that every object has", { team: "", user: "constructor" }, {}],
  ["a channel without buttons", {}, { settings: { approvers: JSON.stringify({ "T1.U1": "DRRecoveryManager/rita" }) } }],
  ["a channel that is off", {}, { enabled: false }],
])("%s decides nothing, asks nothing, and leaves the audit event alone", async (_name, more, changed) => {
  receivers = receivers.map((receiver) => ({ ...receiver, ...changed }));
  await answer(more);
  expect(asked).toEqual([]);
  expect(audited).toEqual([["RequestRefused", expect.objectContaining({ code: "callback.unknown_user", executionId: "e-1" })]]);
});

test("a plan that is not of this channel is not decided in it", async () => {
  receivers = receivers.map((receiver) => ({ ...receiver, filter: { planIds: ["other"] } }));
  await answer();
  expect(decisions()).toEqual([]);
  expect(audited).toEqual([["RequestRefused", expect.objectContaining({ code: "callback.not_here" })]]);
});

test.each<[string, ApiReply]>([
  ["another pause", { status: 200, body: { planId: "shop", pause: { pauseId: "e-1:pause:2", approval } } }],
  ["no pause any more", { status: 200, body: { planId: "shop", pause: null } }],
  ["an execution that is not there", { status: 404, body: { code: "execution.not_found" } }],
])("%s: nothing is decided, and whoever pressed it is told", async (_name, reply) => {
  view = reply;
  await answer();
  expect([decisions(), told()[0]?.[1]]).toEqual([[], "This was decided already, or is over."]);
});

test("what the API refuses is refused, and said", async () => {
  decided = { status: 403, body: { code: "approval.self", detail: "whoever asked for the execution cannot approve it" } };
  await answer();
  expect(told()[0]?.[1]).toBe("Not done: whoever asked for the execution cannot approve it");
});

test("an answer goes to Slack and nowhere else", async () => {
  await answer({ responseUrl: "https://hooks.slack.com.evil.example.com/x" });
  expect([decisions().length, sent]).toEqual([1, []]);
});
