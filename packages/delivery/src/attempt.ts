/** One try of one event at one receiver: its requests in order, as far as they are taken. */
import { toFailure } from "@dr/events";
import type { Answer, Integration, LaneMemory, MappingInput, OutboundRequest, Send, Verdict } from "./integration.ts";
import { judgeByStatus } from "./judge-by-status.ts";

/** The request was certainly not taken: no connection, no name, or our own guard. `final` = no retry can cure it. */
export class RequestRefused extends Error {
  readonly final: boolean;
  constructor(message: string, { final = false, cause }: { readonly final?: boolean; readonly cause?: unknown } = {}) {
    super(message, { cause });
    this.name = "RequestRefused";
    this.final = final;
  }
}

/** How a try ended: the verdict on the first request that was not taken, or `sent`. */
export interface AttemptResult {
  readonly verdict: Verdict;
  readonly taken: readonly string[];
  readonly memory: LaneMemory;
  /** Of the last request that was answered. */
  readonly answer?: Answer;
  /** False when the event needed no request at all. */
  readonly wanted: boolean;
}

/** What a lane knows of earlier tries of the event. */
export interface EarlierTries {
  readonly taken: readonly string[];
  readonly unanswered: boolean;
}

/** Tries the event's requests that are not taken yet. Never throws for what a receiver does. */
export async function attempt(integration: Integration, send: Send, input: MappingInput, earlier: EarlierTries): Promise<AttemptResult> {
  if (integration.perform) return performed(integration.perform, send, input);
  const requests = await requestsOf(integration, input);
  if ("verdict" in requests) return { ...requests, taken: earlier.taken, memory: input.memory, wanted: true };
  const taken = [...earlier.taken];
  let { memory } = input;
  let { unanswered } = earlier;
  let answer: Answer | undefined;
  for (const request of requests) {
    if (taken.includes(request.id)) continue;
    const outcome = await sendOne(integration, send, { request, input, unanswered });
    unanswered = false;
    if (outcome.answer) ({ answer } = outcome);
    if (outcome.verdict.kind !== "sent") {
      return { verdict: outcome.verdict, taken, memory, wanted: true, ...(answer && { answer }) };
    }
    taken.push(request.id);
    memory = { ...memory, ...request.memory, ...outcome.verdict.memory };
  }
  return { verdict: { kind: "sent" }, taken, memory, wanted: requests.length > 0, ...(answer && { answer }) };
}

/** Tries the first of these events; all of them where the integration takes several in one request. One result for each that was tried, in order, at least one. */
export async function attemptBatch(
  integration: Integration,
  send: Send,
  inputs: readonly [MappingInput, ...MappingInput[]],
  earlier: EarlierTries,
): Promise<readonly AttemptResult[]> {
  const [first] = inputs;
  if (!integration.performBatch) return [await attempt(integration, send, first, earlier)];
  try {
    const { verdicts, memory, answer } = await integration.performBatch(inputs, send);
    return verdicts.map((verdict) => ({ verdict, taken: [], memory, wanted: true, ...(answer && { answer }) }));
  } catch (error) {
    return [{ verdict: toVerdict(error), taken: [], memory: first.memory, wanted: true }];
  }
}

/** What a mapping cannot do now (a secret that is not there yet) may be cured: the event waits. */
async function requestsOf(
  { toRequests }: Integration,
  input: MappingInput,
): Promise<readonly OutboundRequest[] | { readonly verdict: Verdict }> {
  try {
    return await toRequests(input);
  } catch (error) {
    return { verdict: { kind: "retry", reason: toFailure(error).message } };
  }
}

async function performed(perform: NonNullable<Integration["perform"]>, send: Send, input: MappingInput): Promise<AttemptResult> {
  try {
    return { ...(await perform(input, send)), taken: [] };
  } catch (error) {
    return { verdict: toVerdict(error), taken: [], memory: input.memory, wanted: true };
  }
}

function toVerdict(error: unknown): Verdict {
  return { kind: error instanceof RequestRefused && error.final ? "dead" : "retry", reason: toFailure(error).message };
}

interface OneRequest {
  readonly request: OutboundRequest;
  readonly input: MappingInput;
  readonly unanswered: boolean;
}

async function sendOne(
  { judge = judgeByStatus, onUnknown = "resend" }: Integration,
  send: Send,
  { request, input, unanswered }: OneRequest,
): Promise<{ readonly verdict: Verdict; readonly answer?: Answer }> {
  try {
    if (unanswered && onUnknown !== "resend") {
      const found = await onUnknown(request, input);
      // Not there: it was never taken, so it is sent now.
      if (found.kind !== "retry") return { verdict: found };
    }
    const answer = await send(request);
    return { verdict: judge(answer, request), answer };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof RequestRefused) return { verdict: { kind: error.final ? "dead" : "retry", reason } };
    return { verdict: { kind: "unknown", reason } };
  }
}
