// Teams, mail and topics: what is sent, and what refusals mean.
import { expect, test } from "vitest";
import { fact, play } from "../test/given.ts";
import { createSignRequest } from "@dr/delivery/sign-request";
import { emailIntegration } from "./email/email-integration.ts";
import { snsIntegration } from "./sns/sns-integration.ts";
import { teamsIntegration } from "./teams/teams-integration.ts";

const signRequest = createSignRequest({ AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret", AWS_SESSION_TOKEN: "session" });
const aws = { signRequest, region: "eu-central-1" };
const pause = fact("ExecutionPaused", {
  pauseId: "p1",
  reason: "before_wave",
  waveNumber: 2,
  expiresAt: "later",
  approval: { minApprovers: 1 },
});

test("Teams gets its envelope exactly, below 28 KB, and the address is nowhere in the body", async () => {
  const lane = play(teamsIntegration({ readSecret: () => Promise.resolve({ url: "https://prod.example.com/workflows/1?sig=s3cret" }) }), {
    settings: { approvalUrl: "https://p.example.com/{executionId}" },
  });
  expect(await lane.event(pause)).toEqual({ kind: "sent" });
  expect(lane.sent[0]?.json).toMatchObject({
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: { type: "AdaptiveCard", version: "1.4", actions: [{ type: "Action.OpenUrl", url: "https://p.example.com/e-1" }] },
      },
    ],
  });
  await lane.event(fact("ExecutionCancelled", { reason: "x".repeat(100_000) }));
  expect(lane.sent.map(({ body }) => body.length < 28_000 && !body.includes("s3cret"))).toEqual([true, true]);
});

test("a mail tells what people have to know, signed, one subject line", async () => {
  const lane = play(emailIntegration(aws), { settings: { from: "dr@example.com", to: "a@example.com, b@example.com" } });
  for (const event of [
    fact("WaveCompleted", { waveNumber: 1 }),
    pause,
    fact("ExecutionFailed", { failure: { code: "c", message: "two\nlines" } }),
  ])
    await lane.event(event);
  expect(lane.sent.map(({ json }) => json["Content"]?.["Simple"]?.["Subject"]?.["Data"])).toEqual([
    "shop e-1: Waits for an approval at wave 2, until later",
    "shop e-1: Failed: c: two lines",
  ]);
  expect(lane.sent[0]?.json["Destination"]).toEqual({ ToAddresses: ["a@example.com", "b@example.com"] });
  expect(lane.sent[0]?.url).toBe("https://email.eu-central-1.amazonaws.com/v2/email/outbound-emails");
  expect(lane.sent[0]?.headers["authorization"]).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/ses\/aws4_request/,
  );
  expect(lane.sent[0]?.headers["x-amz-security-token"]).toBe("session");
});

test.each([
  [{ status: 429, headers: { "x-amzn-errortype": "TooManyRequestsException" }, body: "", latencyMs: 1 }, "retry"],
  [{ status: 400, headers: { "x-amzn-errortype": "MessageRejected:" }, body: "", latencyMs: 1 }, "dead"],
  [{ status: 403, headers: { "x-amzn-errortype": "AccountSuspendedException" }, body: "", latencyMs: 1 }, "dead"],
])("SES' %j means %s", async (answer, kind) => {
  expect((await play(emailIntegration(aws), { answer: () => answer }).event(pause)).kind).toBe(kind);
});

test("a topic gets every fact with attributes to filter by; a FIFO topic its group and its id", async () => {
  const settings = { topicArn: "arn:aws:sns:us-west-2:123456789012:dr-events.fifo" };
  const lane = play(snsIntegration(aws), { settings, executionType: "drill" });
  await lane.event(fact("TechnologyProgressed", { note: "é", password: "hunter2" }, 9));
  const [request] = lane.sent;
  expect(request?.url).toBe("https://sns.us-west-2.amazonaws.com/");
  expect(request?.json).toMatchObject({
    Action: "Publish",
    MessageGroupId: "e-1",
    MessageDeduplicationId: "EXEC#e-1:9",
    "MessageAttributes.entry.2.Value.StringValue": "drill",
  });
  expect(request?.json["Message"]).toContain('"sequence":9');
  expect(request?.body).not.toContain("hunter2");
});

test("a subject of a topic is a line of ASCII", async () => {
  const lane = play(snsIntegration(aws), { settings: { topicArn: "arn:aws:sns:us-west-2:123456789012:dr-events" } });
  await lane.event(fact("ExecutionCancelled", { reason: `é\n${"x".repeat(300)}` }));
  expect(lane.sent[0]?.json["Subject"]).toMatch(/^[ -~]{1,99}$/);
});
