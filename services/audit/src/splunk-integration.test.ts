// The audit feed at Splunk: hashes of the log go with every fact, answers are read by their codes, acknowledgements are waited for.
import type { Answer, LaneMemory, MappingInput, OutboundRequest, Receiver, Verdict } from "@dr/delivery";
import type { Commit } from "@dr/event-log";
import { beforeEach, expect, test } from "vitest";
import type { AuditRecord } from "./audit-record.ts";
import { toOcsf } from "./ocsf.ts";
import { splunkIntegration } from "./splunk-integration.ts";
import { AT, fact as event } from "../test/sample-fact.ts";

const commit = (firstVersion: number, lastVersion: number, hash: string) =>
  ({ streamId: "EXEC#e", firstVersion, lastVersion, prevHash: "before", hash }) as unknown as Commit;
const readLog = () => Promise.resolve([commit(1, 1, "h1"), commit(2, 4, "h2")]);
const answerOf = (body: object, status = 200): Answer => ({ status, headers: {}, body: JSON.stringify(body), latencyMs: 1 });

let memory: LaneMemory = {};
let sent: OutboundRequest[] = [];
let answers: Answer[] = [];
let nowMs = 0;
let many = 1;
let verdicts: readonly Verdict[] = [];
beforeEach(() => {
  memory = {};
  sent = [];
  answers = [];
  nowMs = 1_000;
  many = 1;
});
async function perform(settings: Record<string, string> = {}, log: () => Promise<readonly Commit[]> = readLog) {
  const receiver: Receiver = {
    receiverId: "audit.splunk",
    kind: "splunk",
    filter: {},
    settings: { collectorUrl: "https://splunk.example.com:8088/", ...settings },
    enabled: true,
    since: AT,
    ratePerSecond: 1,
    retryHours: 1,
  };
  const context = { executionId: "e", planId: "shop", executionType: "drill", mode: "planned", tags: {} } as const;
  const integration = splunkIntegration({ readSecret: () => Promise.resolve({ token: "t" }), readLog: log, clock: { nowMs: () => nowMs } });
  const send = (request: OutboundRequest): Promise<Answer> => {
    sent.push(request);
    return Promise.resolve(answers.shift() ?? answerOf({ text: "Success", code: 0 }));
  };
  const inputs = Array.from({ length: many }, (_, index) => ({
    event: { ...event, id: `EXEC#e:${3 + index}`, sequence: 3 + index },
    context,
    memory,
    receiver,
  })) as readonly MappingInput[] as readonly [MappingInput, ...MappingInput[]];
  const done = await integration.performBatch?.(inputs, send);
  memory = done?.memory ?? {};
  verdicts = done?.verdicts ?? [];
  return verdicts[0];
}
const body = (at = 0) => JSON.parse(sent[at]?.body ?? "") as { time: number; event: AuditRecord };

test("a fact goes with the hash of its commit, and without what is named like a secret", async () => {
  expect(await perform()).toEqual({ kind: "sent" });
  expect(sent[0]).toMatchObject({
    url: "https://splunk.example.com:8088/services/collector/event",
    headers: { authorization: "Splunk t" },
  });
  expect(body().time).toBe(Date.parse(AT) / 1_000);
  expect(body().event).toMatchObject({
    id: "EXEC#e:3",
    streamId: "EXEC#e",
    version: 3,
    firstVersion: 2,
    lastVersion: 4,
    prevHash: "before",
    hash: "h2",
    data: { token: "[redacted]" },
  });
});

test.each([
  [answerOf({ code: 9, text: "Server is busy" }, 503), "retry"],
  [answerOf({ code: 8, text: "Internal server error" }, 500), "retry"],
  [answerOf({ code: 1, text: "Token disabled" }, 403), "retry"],
  [answerOf({ code: 4, text: "Invalid token" }, 403), "dead"],
  [answerOf({ code: 6, text: "Invalid data format", "invalid-event-number": 0 }, 400), "dead"],
  [answerOf({ hello: "world" }), "retry"],
])("%j means %s", async (answer, kind) => {
  answers = [answer];
  expect((await perform())?.kind).toBe(kind);
});

test("with a channel it is sent once and then asked for, until it is indexed; after five minutes it is sent again", async () => {
  const settings = { channel: "11111111-2222-3333-4444-555555555555" };
  answers = [answerOf({ code: 0, ackId: 7 }), answerOf({ acks: { "7": false } }), answerOf({ acks: { "7": true } })];
  expect(await perform(settings)).toMatchObject({ kind: "retry", afterSeconds: 5 });
  expect(await perform(settings)).toMatchObject({ kind: "retry", afterSeconds: 5 });
  expect(await perform(settings)).toEqual({ kind: "sent" });
  expect(memory).toEqual({ commit: JSON.stringify({ firstVersion: 2, lastVersion: 4, prevHash: "before", hash: "h2" }) });
  expect(sent.map(({ url }) => url.split("/collector/")[1]?.split("?")[0])).toEqual(["event", "ack", "ack"]);
  answers = [answerOf({ code: 0, ackId: 8 })];
  await perform(settings);
  nowMs += 300_000;
  await perform(settings);
  expect(sent.at(-1)?.url).toMatch(/\/event$/);
});

test("what is not in the log is not told", async () => {
  await expect(perform({}, () => Promise.resolve([]))).rejects.toMatchObject({ code: "audit.not_in_log" });
  expect(sent).toEqual([]);
});

test("a commit is read once for all its events", async () => {
  let reads = 0;
  const log = () => ((reads += 1), readLog());
  await perform({}, log);
  await perform({}, log);
  expect([reads, body(1).event.hash]).toEqual([1, "h2"]);
});

const log10 = () => Promise.resolve([commit(1, 1, "h1"), commit(2, 4, "h2"), commit(5, 12, "h3")]);
const idsSent = (at: number) => [...(sent[at]?.body ?? "").matchAll(/"event":{"id":"EXEC#e:(\d+)"/g)].map(([, id]) => Number(id));

test("several events go in one request, one after the other without a list, each with the hash of its own commit", async () => {
  many = 5;
  await perform({}, log10);
  expect(idsSent(0)).toEqual([3, 4, 5, 6, 7]);
  expect(sent[0]?.body).toMatch(/^{"time".*}{"time"/);
  expect([...(sent[0]?.body ?? "").matchAll(/"prevHash":"before","hash":"(h\d)"/g)].map(([, hash]) => hash)).toEqual([
    "h2",
    "h2",
    "h3",
    "h3",
    "h3",
  ]);
  expect(verdicts).toEqual(Array.from({ length: 5 }, () => ({ kind: "sent" })));
});

test("an acknowledgement stands for all events of its request, and for none that came later", async () => {
  many = 3;
  const settings = { channel: "11111111-2222-3333-4444-555555555555" };
  answers = [answerOf({ code: 0, ackId: 7 }), answerOf({ acks: { "7": true } })];
  await perform(settings, log10);
  expect(verdicts).toMatchObject([{ kind: "retry" }]);
  many = 9;
  await perform(settings, log10);
  expect(verdicts).toEqual([{ kind: "sent" }, { kind: "sent" }, { kind: "sent" }]);
});

const unreadable = (number?: number) =>
  answerOf({ code: 6, text: "Invalid data format", ...(number === undefined ? {} : { "invalid-event-number": number }) }, 400);

test("of events of which one cannot be read, those before it are sent, and it alone is the dead letter", async () => {
  many = 6;
  answers = [unreadable(2)];
  await perform({}, log10);
  expect([sent.map((_, at) => idsSent(at)), verdicts.map(({ kind }) => kind)]).toEqual([
    [
      [3, 4, 5, 6, 7, 8],
      [3, 4],
    ],
    ["sent", "sent"],
  ]);
  sent = [];
  answers = [unreadable(0), unreadable(0)];
  await perform({}, log10);
  expect([sent.map((_, at) => idsSent(at)), verdicts.map(({ kind }) => kind)]).toEqual([[[3, 4, 5, 6, 7, 8], [3]], ["dead"]]);
});

test("where Splunk does not say which one, it is found by halves", async () => {
  many = 8;
  answers = [unreadable(), unreadable()];
  await perform({}, log10);
  expect([sent.map((_, at) => idsSent(at).length), verdicts.length]).toEqual([[8, 4, 2], 2]);
});

test("what is not in the log yet keeps nothing before it from being told", async () => {
  many = 6;
  await perform({}, readLog);
  expect([idsSent(0), verdicts.length]).toEqual([[3, 4], 2]);
});

test("OCSF has its classes, and keeps the hash", async () => {
  await perform({ format: "ocsf" });
  expect(body().event).toMatchObject({
    class_uid: 6002,
    activity_id: 3,
    type_uid: 600_203,
    metadata: { uid: "EXEC#e:3", correlation_uid: "c" },
    unmapped: { hash: "h2", type: "ExecutionStarted" },
  });
  expect(toOcsf({ ...({} as AuditRecord), id: "x", type: "ApprovalRecorded", time: AT, actor: "rita", streamId: "EXEC#e" })).toMatchObject({
    class_uid: 6003,
    api: { operation: "ApprovalRecorded" },
    src_endpoint: {},
    actor: { user: { uid: "rita" } },
  });
});
