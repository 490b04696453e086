// The trail in a bucket that is locked and in CloudWatch Logs: each record once where that can be had, the log's hashes with it, and answers read for what they mean.
import { attempt, type Answer, type LaneMemory, type OutboundRequest, type Receiver } from "@dr/delivery";
import { createSignRequest } from "@dr/delivery/sign-request";
import type { Commit } from "@dr/event-log";
import { beforeEach, expect, test } from "vitest";
import { bucketIntegration } from "./bucket-integration.ts";
import { cloudWatchIntegration } from "./cloudwatch-integration.ts";
import { AT, fact } from "../test/sample-fact.ts";

const refusal = {
  ...fact,
  id: "audit-1",
  source: "dr.audit",
  type: "RequestRefused",
  subject: "audit-2026-11-29",
  sequence: 7,
  data: { code: "auth.forbidden" },
};
const readLog = () =>
  Promise.resolve([{ streamId: "EXEC#e", firstVersion: 2, lastVersion: 4, prevHash: "before", hash: "h2" } as unknown as Commit]);
const signRequest = createSignRequest({ AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" });
const deps = { readLog, signRequest, region: "eu-central-1" };
const bucket = bucketIntegration({ ...deps, bucket: "dr-audit-trail-1" });
const logs = cloudWatchIntegration(deps);
const answered = (status: number, body: string | object = ""): Answer => ({
  status,
  headers: {},
  body: typeof body === "string" ? body : JSON.stringify(body),
  latencyMs: 1,
});

let sent: OutboundRequest[] = [];
let answers: Answer[] = [];
let memory: LaneMemory = {};
beforeEach(() => {
  [sent, answers, memory] = [[], [], {}];
});
async function keep(integration: typeof bucket, event: typeof fact, settings: Record<string, string> = {}) {
  const receiver: Receiver = {
    receiverId: "audit.x",
    kind: "x",
    filter: {},
    settings,
    enabled: true,
    since: AT,
    ratePerSecond: 1,
    retryHours: 1,
  };
  const context = { executionId: "e", planId: "shop", executionType: "drill", mode: "planned", tags: {} } as const;
  const send = (request: OutboundRequest): Promise<Answer> => {
    sent.push(request);
    return Promise.resolve(answers.shift() ?? answered(200, "{}"));
  };
  const result = await attempt(integration, send, { event, context, memory, receiver }, { taken: [], unanswered: false });
  ({ memory } = result);
  return result.verdict;
}
const json = (at = 0) => JSON.parse(sent[at]?.body ?? "") as Record<string, unknown>;

test("a record is an object of its own, under its place in the stream, with the log's hash, never written over", async () => {
  expect(await keep(bucket, fact)).toEqual({ kind: "sent" });
  expect(sent[0]).toMatchObject({
    method: "PUT",
    url: "https://dr-audit-trail-1.s3.eu-central-1.amazonaws.com/audit/EXEC/e/000000000003.json",
    headers: { "if-none-match": "*", "x-amz-sdk-checksum-algorithm": "SHA256" },
  });
  expect(sent[0]?.headers["x-amz-checksum-sha256"]).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  expect(sent[0]?.headers["authorization"]).toContain("/eu-central-1/s3/aws4_request");
  expect(json()).toMatchObject({ streamId: "EXEC#e", version: 3, hash: "h2", prevHash: "before", data: { token: "[redacted]" } });
});

test("what is audited beside the log has its own folder and no hash", async () => {
  await keep(bucket, refusal);
  expect(sent[0]?.url).toMatch(/\/audit\/AUDIT\/audit-2026-11-29\/000000000007\.json$/);
  expect(json()).toMatchObject({ type: "RequestRefused", data: { code: "auth.forbidden" } });
  expect(Object.keys(json())).not.toContain("hash");
});

test.each([
  [answered(412, "<Error><Code>PreconditionFailed</Code></Error>"), { kind: "sent" }],
  [answered(409, "<Error><Code>ConditionalRequestConflict</Code></Error>"), { kind: "retry", reason: "S3: ConditionalRequestConflict" }],
  [answered(503, "<Error><Code>SlowDown</Code></Error>"), { kind: "retry", reason: "S3: SlowDown" }],
  [answered(403, "<Error><Code>AccessDenied</Code></Error>"), { kind: "dead", reason: "S3: AccessDenied" }],
])("S3's %j means %j", async (answer, verdict) => {
  answers = [answer];
  expect(await keep(bucket, fact)).toEqual(verdict);
});

test("without a bucket an event waits", async () => {
  expect(await keep(bucketIntegration({ ...deps, bucket: undefined }), fact)).toMatchObject({ kind: "retry" });
});

test("CloudWatch gets a log stream for each stream of the trail, made when it is first needed", async () => {
  answers = [answered(400, { __type: "com.amazonaws.logs#ResourceNotFoundException" }), answered(200), answered(200, {})];
  expect(await keep(logs, fact, { logGroup: "/dr-orchestration/audit" })).toEqual({ kind: "sent" });
  expect(sent.map(({ headers }) => headers["x-amz-target"])).toEqual([
    "Logs_20140328.PutLogEvents",
    "Logs_20140328.CreateLogStream",
    "Logs_20140328.PutLogEvents",
  ]);
  expect(json(2)).toMatchObject({ logGroupName: "/dr-orchestration/audit", logStreamName: "EXEC/e" });
  const [{ timestamp, message }] = json(2)["logEvents"] as [{ timestamp: number; message: string }];
  expect([timestamp, JSON.parse(message)]).toMatchObject([Date.parse(AT), { hash: "h2" }]);
});

test.each([
  [[answered(400, { __type: "ThrottlingException" })], "retry"],
  [[answered(200, { rejectedLogEventsInfo: { tooOldLogEventEndIndex: 0 } })], "dead"],
  [[answered(400, { __type: "ResourceNotFoundException" }), answered(400, { __type: "ResourceNotFoundException" })], "dead"],
  [
    [
      answered(400, { __type: "ResourceNotFoundException" }),
      answered(400, { __type: "ResourceAlreadyExistsException" }),
      answered(200, {}),
    ],
    "sent",
  ],
  [[answered(500, "no json")], "retry"],
])("CloudWatch's %j means %s", async (given, kind) => {
  answers = given;
  expect((await keep(logs, fact, { logGroup: "g" })).kind).toBe(kind);
});

test("both speak OCSF where that is wanted", async () => {
  await keep(bucket, fact, { format: "ocsf" });
  expect(json()).toMatchObject({ class_uid: 6002, unmapped: { hash: "h2" } });
  await keep(bucket, refusal, { format: "ocsf" });
  expect(json(1)).toMatchObject({ class_uid: 6003, status_id: 2, api: { operation: "RequestRefused" } });
});
