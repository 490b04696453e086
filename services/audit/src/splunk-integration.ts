/** Splunk by its HTTP Event Collector: an event for each fact, with the indexer's acknowledgement where there is one (Splunk, "HTTP Event Collector", "About indexer acknowledgment"). */
import {
  judgeByStatus,
  type Answer,
  type Integration,
  type MappingInput,
  type OutboundRequest,
  type Performed,
  type Send,
  type Verdict,
} from "@dr/delivery";
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

const answerSchema = z.looseObject({ code: z.number(), text: z.string().default(""), ackId: z.number().optional() });
const ackSchema = z.looseObject({ acks: z.record(z.string(), z.boolean()) });
/** An acknowledgement is asked for this often and this long; then the event is sent again: better twice than never. */
const ACK_SECONDS = 5;
const ACK_WAIT_MS = 300_000;
/** Codes that a later try may cure: the server is busy, or failed (Splunk, "Possible error codes"); a disabled token may be enabled. */
const RETRIED = new Set([1, 8, 9]);

/** The integration. Splunk knows no repetition: `event.id` tells one from another. */
export function splunkIntegration({ readSecret, readLog, clock }: SplunkDeps): Integration {
  return {
    kind: "splunk",
    toRequests: () => [],
    perform: async (input, send) => {
      const token = memberOf(await readSecret("splunk"), "splunk", "token");
      const waiting = waitingFor(input, clock.nowMs());
      const at = { input, send, token, nowMs: clock.nowMs() };
      if (waiting !== undefined) return askAck(at, waiting);
      const { record, commit } = await auditRecord(input, readLog, knownCommit(input));
      const answer = await send(toRequest(at, record));
      const verdict = judgeSplunk(answer);
      const { ackId } = parse(answerSchema, answer.body) ?? {};
      if (verdict.kind !== "sent" || ackId === undefined || input.receiver.settings["channel"] === undefined)
        return ended(at, verdict, answer, commit);
      const memory = { ...input.memory, ...rememberCommit(commit), ack: `${input.event.id}|${ackId}|${clock.nowMs()}` };
      return {
        verdict: { kind: "retry", reason: "Splunk has not indexed it yet", afterSeconds: ACK_SECONDS },
        wanted: true,
        memory,
        answer,
      };
    },
  };
}

interface At {
  readonly input: MappingInput;
  readonly send: Send;
  readonly token: string;
  readonly nowMs: number;
}

function ended({ input }: At, verdict: Verdict, answer: Answer, commit?: KnownCommit): Performed {
  const { ack: _ack, ...memory } = input.memory;
  return { verdict, wanted: true, memory: { ...memory, ...rememberCommit(commit) }, answer };
}

/** The acknowledgement that this event waits for; undefined when it has waited too long. */
function waitingFor({ memory, event }: MappingInput, nowMs: number): string | undefined {
  const [id, ackId, sinceMs] = (memory["ack"] ?? "").split("|");
  return id === event.id && nowMs - Number(sinceMs) < ACK_WAIT_MS ? ackId : undefined;
}

async function askAck(at: At, ackId: string): Promise<Performed> {
  const channel = at.input.receiver.settings["channel"] ?? "";
  const url = `${baseUrl(at)}/services/collector/ack?channel=${encodeURIComponent(channel)}`;
  const answer = await at.send({
    id: `${at.input.event.id}:ack`,
    method: "POST",
    url,
    headers: headersOf(at),
    body: JSON.stringify({ acks: [Number(ackId)] }),
  });
  const acked = parse(ackSchema, answer.body)?.acks[ackId] === true;
  if (acked) return ended(at, { kind: "sent" }, answer);
  return {
    verdict: { kind: "retry", reason: "Splunk has not indexed it yet", afterSeconds: ACK_SECONDS },
    wanted: true,
    memory: at.input.memory,
    answer,
  };
}

function toRequest(at: At, record: AuditRecord): OutboundRequest {
  const { event, receiver } = at.input;
  const { index, format } = receiver.settings as Record<string, string | undefined>;
  const body = JSON.stringify({
    time: Date.parse(record.time) / 1_000,
    host: "dr-orchestrator",
    source: "dr-orchestrator",
    sourcetype: format === "ocsf" ? "dr:audit:ocsf" : "dr:audit",
    ...(index === undefined ? {} : { index }),
    event: format === "ocsf" ? toOcsf(record) : record,
    fields: { stream: record.streamId, type: record.type, ...(record.hash === undefined ? {} : { hash: record.hash }) },
  });
  return { id: event.id, method: "POST", url: `${baseUrl(at)}/services/collector/event`, headers: headersOf(at), body };
}

function baseUrl({ input }: At): string {
  return (input.receiver.settings["collectorUrl"] ?? "").replace(/\/$/, "");
}

function headersOf({ token, input }: At): Record<string, string> {
  const { channel } = input.receiver.settings as Record<string, string | undefined>;
  return {
    authorization: `Splunk ${token}`,
    "content-type": "application/json",
    ...(channel === undefined ? {} : { "x-splunk-request-channel": channel }),
  };
}

/** What an answer means. One event is one request, so an event that Splunk cannot read (code 6) is the one that is a dead letter. */
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
