// A thread in Slack: its head, its replies, its end, and what is not taken.
import { expect, test } from "vitest";
import { fact, play } from "../../test/given.ts";
import { slackIntegration } from "./slack-integration.ts";

const readSecret = () => Promise.resolve({ botToken: "xoxb-1" });
const answered = (body: object, status = 200) => ({ status, headers: {}, body: JSON.stringify(body), latencyMs: 1 });
let ts = 0;
const posted = () => answered({ ok: true, channel: "C1", ts: `1.${++ts}` });
const started = fact("ExecutionStarted", {}, 2);
const pause = fact(
  "ExecutionPaused",
  { pauseId: "p1", reason: "before_wave", waveNumber: 2, expiresAt: "later", approval: { minApprovers: 1 } },
  3,
);

test("an execution is a thread; what asks for a decision is broadcast, with a button only where that is switched on; the end changes the head", async () => {
  ts = 0;
  const lane = play(slackIntegration({ readSecret }), { settings: { channel: "C1" }, answer: posted });
  for (const event of [started, pause, fact("ExecutionResumed", { by: "approval" }, 4), fact("ExecutionCompleted", {}, 5)]) {
    expect(await lane.event(event)).toEqual({ kind: "sent" });
  }
  expect(
    lane.sent.map(({ url, json }) => [url.slice("https://slack.com/api/".length), json["thread_ts"], json["ts"], json["reply_broadcast"]]),
  ).toEqual([
    ["chat.postMessage", undefined, undefined, undefined],
    ["chat.postMessage", "1.1", undefined, true],
    ["chat.postMessage", "1.1", undefined, false],
    ["chat.postMessage", "1.1", undefined, false],
    ["chat.update", undefined, "1.1", undefined],
  ]);
  expect(lane.sent[1]?.body).toContain("dr approve e-1");
  expect(lane.sent[1]?.body).not.toContain("dr_approve");
  expect(lane.sent[0]?.headers["authorization"]).toBe("Bearer xoxb-1");
});

test("buttons name execution and pause, and go once it is decided", async () => {
  ts = 0;
  const settings = { channel: "C1", buttons: "on", approvalUrl: "https://portal.example.com/{executionId}?p={pauseId}" };
  const lane = play(slackIntegration({ readSecret }), { settings, answer: posted });
  for (const event of [started, pause, fact("ExecutionResumed", { by: "approval" }, 4)]) await lane.event(event);
  expect(lane.sent[1]?.body).toContain('"value":"e-1|p1"');
  expect(lane.sent[1]?.body).toContain("https://portal.example.com/e-1?p=p1");
  expect(lane.sent.at(-1)).toMatchObject({ json: { ts: "1.2" } });
  expect(lane.sent.at(-1)?.body).not.toContain("dr_approve");
});

test("a drill says so, and the name of a plan calls nobody", async () => {
  const lane = play(slackIntegration({ readSecret }), { executionType: "drill", answer: posted });
  await lane.event(fact("ExecutionCancelled", { reason: "<!channel> & more" }));
  expect(lane.sent[0]?.json["text"]).toBe("*[DRILL] shop e-1* :warning: Cancelled: &lt;!channel&gt; &amp; more");
});

test.each([
  [answered({ ok: false, error: "channel_not_found" }), { kind: "dead", reason: "Slack: channel_not_found" }],
  [answered({ ok: false, error: "ratelimited" }), { kind: "retry", reason: "Slack: ratelimited" }],
  [
    { ...answered({}, 429), headers: { "retry-after": "7" } },
    { kind: "retry", reason: "answered 429", afterSeconds: 7 },
  ],
  [
    { status: 200, headers: {}, body: "<html>", latencyMs: 1 },
    { kind: "unknown", reason: "Slack's answer is not what its API promises" },
  ],
])("%j is read as what it means", async (answer, verdict) => {
  const lane = play(slackIntegration({ readSecret }), { answer: () => answer });
  expect(await lane.event(started)).toEqual(verdict);
});

test("without its secret an event waits", async () => {
  const lane = play(slackIntegration({ readSecret: () => Promise.resolve({ botToken: " " }) }));
  expect(await lane.event(started)).toEqual({ kind: "retry", reason: "the secret of slack has no botToken" });
  expect(lane.sent).toEqual([]);
});
