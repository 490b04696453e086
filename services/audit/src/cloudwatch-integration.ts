/** CloudWatch Logs: a log event for each record, in a log stream for each stream of the trail (CloudWatch Logs API reference, `PutLogEvents`, `CreateLogStream`). */
import { lazyLooseObject } from "@dr/events";
import { judgeByStatus, type Answer, type Integration, type MappingInput, type Performed, type Send, type Verdict } from "@dr/delivery";
import type { SignRequest } from "@dr/delivery/sign-request";
import { awsHost, parseJson } from "@dr/runtime";
import * as z from "zod";
import { auditRecord, type AuditRecord, type ReadLog } from "./audit-record.ts";
import { knownCommit, rememberCommit } from "./known-commit.ts";
import { toOcsf } from "./ocsf.ts";

/** What it needs. Settings: `logGroup` (it has to exist), `format` (`ocsf`), `apiUrl`. */
export interface CloudWatchDeps {
  readonly readLog: ReadLog;
  readonly signRequest: SignRequest;
  readonly region: string;
}

const putSchema = lazyLooseObject(() => ({ rejectedLogEventsInfo: z.looseObject({}).optional() }));
const errorSchema = lazyLooseObject(() => ({ __type: z.string().default(""), message: z.string().default("") }));

/** The integration. The log stream is made when it is first needed. CloudWatch knows no repetition: `id` tells one from another. */
export function cloudWatchIntegration(deps: CloudWatchDeps): Integration {
  return {
    kind: "cloudwatch",
    toRequests: () => [],
    perform: async (input, send) => {
      const { record, commit } = await auditRecord(input, deps.readLog, knownCommit(input));
      const at: At = { deps, input, send };
      const place = { logGroupName: input.receiver.settings["logGroup"] ?? "", logStreamName: record.streamId.replaceAll(/[:*#]/g, "/") };
      const put = (): Promise<Answer> => call(at, "PutLogEvents", { ...place, logEvents: [toLogEvent(input, record)] });
      let answer = await put();
      if (codeOf(answer) === "ResourceNotFoundException" && (await isMade(at, place))) answer = await put();
      return ended(input, judge(answer), answer, rememberCommit(commit));
    },
  };
}

interface At {
  readonly deps: CloudWatchDeps;
  readonly input: MappingInput;
  readonly send: Send;
}

/** True once the stream is there; false where its group is not, which people make. */
async function isMade(at: At, place: object): Promise<boolean> {
  const answer = await call(at, "CreateLogStream", place);
  return answer.status < 300 || codeOf(answer) === "ResourceAlreadyExistsException";
}

async function call({ deps, input, send }: At, action: string, said: object): Promise<Answer> {
  const url = `${input.receiver.settings["apiUrl"] ?? `https://${awsHost("logs", deps.region)}`}/`;
  const body = JSON.stringify(said);
  const typed = { "content-type": "application/x-amz-json-1.1", "x-amz-target": `Logs_20140328.${action}` };
  const headers = await deps.signRequest({ service: "logs", method: "POST", region: deps.region, url, headers: typed, body });
  return send({ id: `${input.event.id}:${action}`, method: "POST", url, headers, body });
}

function toLogEvent({ receiver }: MappingInput, record: AuditRecord): object {
  const message = JSON.stringify(receiver.settings["format"] === "ocsf" ? toOcsf(record) : record);
  return { timestamp: Date.parse(record.time), message };
}

function codeOf({ status, body }: Answer): string {
  if (status < 400) return "";
  return errorSchema.safeParse(parseJson(body)).data?.__type.split("#").at(-1) ?? "";
}

/** Taken and refused in one answer: an event that is too old, or from the future, is rejected with 200. */
function judge(answer: Answer): Verdict {
  const code = codeOf(answer);
  if (/Throttling|ServiceUnavailable/.test(code)) return { kind: "retry", reason: `CloudWatch Logs: ${code}` };
  const verdict = judgeByStatus(answer);
  if (verdict.kind !== "sent") return code === "" ? verdict : { ...verdict, reason: `CloudWatch Logs: ${code}` };
  const { rejectedLogEventsInfo } = putSchema.catch({}).parse(parseJson(answer.body));
  return rejectedLogEventsInfo
    ? { kind: "dead", reason: `CloudWatch Logs rejected it: ${JSON.stringify(rejectedLogEventsInfo)}` }
    : verdict;
}

function ended({ memory }: MappingInput, verdict: Verdict, answer: Answer, more: Performed["memory"]): Performed {
  return { verdict, wanted: true, memory: { ...memory, ...more }, answer };
}
