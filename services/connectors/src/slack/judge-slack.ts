/** What Slack's answers mean: most errors come as HTTP 200 with `ok: false`. */
import { lazyLooseObject } from "@dr/events";
import { judgeByStatus, type Answer, type OutboundRequest, type Verdict } from "@dr/delivery";
import { parseJson } from "@dr/runtime";
import * as z from "zod";

/** Errors that a later try may cure (Slack, errors of chat.postMessage). `fatal_error` may have posted; a second message is better than none. */
const RETRIED = new Set([
  "ratelimited",
  "rate_limited",
  "service_unavailable",
  "internal_error",
  "fatal_error",
  "request_timeout",
  "team_added_to_org",
]);

const answerSchema = lazyLooseObject(() => ({
  ok: z.boolean(),
  error: z.string().default("unknown"),
  ts: z.string().optional(),
  channel: z.string().optional(),
}));

/** The verdict. The head of the thread is remembered, and the message that asks for a decision. */
export function judgeSlack(answer: Answer, request: OutboundRequest): Verdict {
  const byStatus = judgeByStatus(answer);
  if (byStatus.kind !== "sent") return byStatus;
  const said = answerSchema.safeParse(parseJson(answer.body)).data;
  if (!said) return { kind: "unknown", reason: "Slack's answer is not what its API promises" };
  if (!said.ok) return { kind: RETRIED.has(said.error) ? "retry" : "dead", reason: `Slack: ${said.error}` };
  if (!request.url.endsWith("/chat.postMessage") || said.ts === undefined) return { kind: "sent" };
  const { thread_ts: thread } = JSON.parse(request.body) as { thread_ts?: string };
  if (thread === undefined)
    return { kind: "sent", memory: { ts: said.ts, ...(said.channel === undefined ? {} : { channel: said.channel }) } };
  return { kind: "sent", ...(request.memory?.["asks"] === undefined ? {} : { memory: { asksTs: said.ts } }) };
}
