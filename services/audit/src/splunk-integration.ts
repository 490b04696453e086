/** Splunk by its HTTP Event Collector: an event for each record, several in one request, with the indexer's acknowledgement where there is one (Splunk, "HTTP Event Collector", "About indexer acknowledgment"). */
import {
  judgeByStatus,
  type Answer,
  type BatchPerformed,
  type Integration,
  type LaneMemory,
  type MappingInput,
  type Send,
  type Verdict,
} from "@dr/delivery";
import { lazyLooseObject } from "@dr/events";
import { memberOf, type ReadExternalSecret } from "@dr/delivery/sender";
import type { Clock } from "@dr/runtime";
import { parseJson } from "@dr/runtime";
import * as z from "zod";
import { auditRecord, type AuditRecord, type KnownCommit, type ReadLog } from "./audit-record.ts";
import { knownCommit, rememberCommit } from "./known-commit.ts";
import { toOcsf } from "./ocsf.ts";

/** What it needs: the secret `splunk` with `token`. Settings: `collectorUrl`, `index`, `format` (`ocsf`), `channel` (a GUID: then acknowledgements are waited for). */
export interface SplunkDeps {
  readonly readSecret: ReadExternalSecret;
  readonly readLog: ReadLog;
  readonly clock: Pick<Clock, "nowMs">;
}

const answerSchema = lazyLooseObject(() => ({
  code: z.number(),
  text: z.string().default(""),
  ackId: z.number().optional(),
  "invalid-event-number": z.int().nonnegative().optional(),
}));
const ackSchema = lazyLooseObject(() => ({ acks: z.record(z.string(), z.boolean()) }));
/** An acknowledgement is asked for this often and this long; then the event is sent again: better twice than never. */
const ACK_SECONDS = 5;
const ACK_WAIT_MS = 300_000;
/** Codes that a later try may cure: the server is busy, or failed (Splunk, "Possible error codes"); a disabled token may be enabled. */
const RETRIED = new Set([1, 8, 9]);

/** Events in one request, and their size in bytes: HEC takes 1 MB by default (Splunk, `limits.conf`, `[http_input] max_content_length`). */
const BATCH = 50;
const BATCH_BYTES = 800_000;
/** "Invalid data format": one of the events cannot be read. */
const UNREADABLE = 6;

/** The integration: events one after the other in one request. Splunk knows no repetition: `event.id` tells one from another. */
export function splunkIntegration({ readSecret, readLog, clock }: SplunkDeps): Integration {
  return {
    kind: "splunk",
    toRequests: () => [],
    batchSize: BATCH,
    performBatch: async (inputs, send) => {
      const [first] = inputs;
      const token = memberOf(await readSecret("splunk"), "splunk", "token");
      const at: At = { first, send, token, nowMs: clock.nowMs() };
      const waiting = waitingFor(at);
      if (waiting) return askAck(at, waiting);
      const { bodies, commit } = await toBodies(inputs, readLog);
      const { answer, verdict, count } = await deliver(at, bodies);
      const memory = { ...withoutAck(first.memory), ...rememberCommit(commit) };
      const { ackId } = parse(answerSchema, answer.body) ?? {};
      if (verdict.kind !== "sent" || ackId === undefined || first.receiver.settings["channel"] === undefined)
        return { verdicts: repeat(verdict, count), memory, answer };
      return { verdicts: [NOT_INDEXED], memory: { ...memory, ack: `${first.event.id}|${count}|${ackId}|${at.nowMs}` }, answer };
    },
  };
}

const NOT_INDEXED: Verdict = { kind: "retry", reason: "Splunk has not indexed it yet", afterSeconds: ACK_SECONDS };

interface At {
  readonly first: MappingInput;
  readonly send: Send;
  readonly token: string;
  readonly nowMs: number;
}

/** The bodies of as many events as one request holds, at least one, and the commit that the last one is in. */
async function toBodies(
  inputs: readonly MappingInput[],
  readLog: ReadLog,
): Promise<{ readonly bodies: readonly string[]; readonly commit: KnownCommit | undefined }> {
  const bodies: string[] = [];
  let commit = inputs[0] && knownCommit(inputs[0]);
  let bytes = 0;
  for (const input of inputs) {
    const told = await auditRecord(input, readLog, commit).catch((error: unknown) => {
      // The first one says why; those behind it have their turn.
      if (bodies.length === 0) throw error;
    });
    if (!told) break;
    const body = toBody(input, told.record);
    bytes += Buffer.byteLength(body);
    if (bodies.length > 0 && bytes > BATCH_BYTES) break;
    bodies.push(body);
    commit = told.commit ?? commit;
  }
  return { bodies, commit };
}

interface Delivered {
  readonly answer: Answer;
  readonly verdict: Verdict;
  /** Events that the verdict is about, from the front. */
  readonly count: number;
}

/** Sends them. Where one cannot be read, those before it are sent without it, and it is sent alone: it is the dead letter, and nothing beside it. */
async function deliver(at: At, bodies: readonly string[]): Promise<Delivered> {
  const answer = await at.send({
    id: at.first.event.id,
    method: "POST",
    url: `${baseUrl(at)}/services/collector/event`,
    headers: headersOf(at),
    body: bodies.join(""),
  });
  const said = parse(answerSchema, answer.body);
  if (said?.code !== UNREADABLE || bodies.length === 1) {
    const verdict = judgeSplunk(answer);
    return { answer, verdict, count: verdict.kind === "sent" ? bodies.length : 1 };
  }
  const wrong = said["invalid-event-number"];
  const known = wrong !== undefined && wrong < bodies.length ? Math.max(wrong, 1) : undefined;
  return deliver(at, bodies.slice(0, known ?? Math.ceil(bodies.length / 2)));
}

function repeat(verdict: Verdict, count: number): BatchPerformed["verdicts"] {
  return [verdict, ...Array.from({ length: count - 1 }, () => verdict)];
}

function withoutAck({ ack: _ack, ...memory }: LaneMemory): LaneMemory {
  return memory;
}

interface Waiting {
  readonly ackId: string;
  readonly count: number;
}

/** The acknowledgement that these events wait for; undefined when there is none, or it has waited too long. */
function waitingFor({ first: { memory, event }, nowMs }: At): Waiting | undefined {
  const [id, count, ackId = "", sinceMs] = (memory["ack"] ?? "").split("|");
  return id === event.id && nowMs - Number(sinceMs) < ACK_WAIT_MS ? { ackId, count: Number(count) } : undefined;
}

async function askAck(at: At, { ackId, count }: Waiting): Promise<BatchPerformed> {
  const channel = at.first.receiver.settings["channel"] ?? "";
  const answer = await at.send({
    id: `${at.first.event.id}:ack`,
    method: "POST",
    url: `${baseUrl(at)}/services/collector/ack?channel=${encodeURIComponent(channel)}`,
    headers: headersOf(at),
    body: JSON.stringify({ acks: [Number(ackId)] }),
  });
  const acked = parse(ackSchema, answer.body)?.acks[ackId] === true;
  if (acked) return { verdicts: repeat({ kind: "sent" }, count), memory: withoutAck(at.first.memory), answer };
  return { verdicts: [NOT_INDEXED], memory: at.first.memory, answer };
}

function toBody({ receiver }: MappingInput, record: AuditRecord): string {
  const { index, format } = receiver.settings as Record<string, string | undefined>;
  return JSON.stringify({
    time: Date.parse(record.time) / 1_000,
    host: "dr-orchestrator",
    source: "dr-orchestrator",
    sourcetype: format === "ocsf" ? "dr:audit:ocsf" : "dr:audit",
    ...(index === undefined ? {} : { index }),
    event: format === "ocsf" ? toOcsf(record) : record,
    fields: { stream: record.streamId, type: record.type, ...(record.hash === undefined ? {} : { hash: record.hash }) },
  });
}

function baseUrl({ first }: At): string {
  return (first.receiver.settings["collectorUrl"] ?? "").replace(/\/$/, "");
}

function headersOf({ token, first }: At): Record<string, string> {
  const { channel } = first.receiver.settings as Record<string, string | undefined>;
  return {
    authorization: `Splunk ${token}`,
    "content-type": "application/json",
    ...(channel === undefined ? {} : { "x-splunk-request-channel": channel }),
  };
}

/** What an answer means; an event that Splunk cannot read (code 6) was alone in its request by then. */
function judgeSplunk(answer: Answer): Verdict {
  const said = parse(answerSchema, answer.body);
  const verdict = judgeByStatus(answer);
  if (!said) return verdict.kind === "sent" ? { kind: "retry", reason: "Splunk's answer is not what its documentation says" } : verdict;
  const reason = `Splunk: ${said.code} ${said.text}`;
  if (said.code === 0) return verdict;
  if (RETRIED.has(said.code)) return { ...(verdict.kind === "retry" ? verdict : {}), kind: "retry", reason };
  return verdict.kind === "retry" ? { ...verdict, reason } : { kind: "dead", reason };
}

function parse<Schema extends z.ZodType>(schema: Schema, body: string): z.output<Schema> | undefined {
  return schema.safeParse(parseJson(body)).data;
}
