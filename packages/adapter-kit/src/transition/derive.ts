/** From the parts of a transition to the effect that the kit runs: prepare, act, poll, discover. */
import type { Failure } from "@dr/events";
import { block, toRefusal, toWaiting, wait, type Finding } from "../finding.ts";
import type { Discovery, Effect, Evidence, PollAnswer, Preparation, TaskContext } from "../operation.ts";
import type { StatusReading } from "../status-words.ts";
import type { Change, TransitionParts } from "./parts.ts";

/** The forward effect. */
export function transitionEffect<Clients, Resources, Config, Facts, Wanted, Handle>(
  parts: TransitionParts<Clients, Resources, Config, Facts, Wanted, Handle>,
): Effect<TaskContext<Clients, Resources, Config>, Change<Facts, Wanted>, Handle | null> {
  return {
    prepare: async (context, target) => {
      const facts = await parts.read(context, target, undefined);
      const findings = [...statusFindings(parts, facts), ...((await parts.fit?.(facts, context, target)) ?? [])];
      const obstacle = toObstacle(findings);
      if (obstacle) return obstacle;
      const change = { before: facts, wanted: await parts.want(facts, context, target) };
      if (parts.reached(facts, change.wanted)) return { state: "noop", evidence: withoutCost(parts.evidence(facts, change, null)) };
      const warnings = findings.filter(({ severity }) => severity === "warn").map(({ message }) => message);
      return { state: "ready", pre: change, warnings, wouldDo: parts.wouldDo?.(change) ?? { wouldReach: change.wanted } };
    },
    ...sending(parts),
  };
}

/** Act, poll and discover: the same for a change and for its undoing. */
export function sending<Context extends TaskContext<Clients, Resources, Config>, Clients, Resources, Config, Facts, Wanted, Handle>(
  parts: TransitionParts<Clients, Resources, Config, Facts, Wanted, Handle>,
): Omit<Effect<Context, Change<Facts, Wanted>, Handle | null>, "prepare"> {
  return {
    act: (context, target, change) => parts.act(context, target, change),
    poll: (context, target, change, handle) => poll(parts, { context, target, change, handle }),
    discover: async (context, target, change) => discover(parts, await parts.read(context, target, change.wanted), change),
    ...(parts.identityOf ? { identityOf: (change, target) => parts.identityOf?.(change, target) ?? [] } : {}),
    ...(parts.cancel
      ? { cancel: async (context, target, change, handle) => (await parts.cancel?.(context, target, change, handle)) ?? false }
      : {}),
  };
}

/** One look at a change that was sent. */
interface Look<Clients, Resources, Config, Facts, Wanted, Handle> {
  readonly context: TaskContext<Clients, Resources, Config>;
  readonly target: string;
  readonly change: Change<Facts, Wanted>;
  readonly handle: Handle | null;
}

async function poll<Clients, Resources, Config, Facts, Wanted, Handle>(
  parts: TransitionParts<Clients, Resources, Config, Facts, Wanted, Handle>,
  { context, target, change, handle }: Look<Clients, Resources, Config, Facts, Wanted, Handle>,
): Promise<PollAnswer> {
  const facts = await parts.read(context, target, change.wanted);
  const status = parts.status?.(facts);
  const reached = parts.reached(facts, change.wanted);
  const evidence = (): Evidence => ({ before: asObject(change.before), ...parts.evidence(facts, change, handle) });
  if (status?.meaning === "lasting")
    return { state: "failed", failure: lasting(parts, facts, status), ...(reached ? { evidence: evidence(), changed: true } : {}) };
  if (!reached) return notReached(parts, { context, target, change, handle }, facts);
  if (status !== undefined && status.meaning !== "serving") {
    const unproven = status.meaning === "unknown" ? { unproven: evidence() } : {};
    return { state: "in_progress", message: parts.describe(facts), percent: 80, changed: true, ...unproven };
  }
  const missing = await parts.missing?.(context, target, change, handle);
  if (missing !== undefined) return { state: "in_progress", message: missing, percent: 80, changed: true };
  return { state: "completed", evidence: evidence() };
}

/** Under way, or given up by the service; before reads have settled, "nothing is under way" may be old news. */
async function notReached<Clients, Resources, Config, Facts, Wanted, Handle>(
  parts: TransitionParts<Clients, Resources, Config, Facts, Wanted, Handle>,
  { context, target, change, handle }: Look<Clients, Resources, Config, Facts, Wanted, Handle>,
  facts: Facts,
): Promise<PollAnswer> {
  const hasSettled = context.secondsSince(context.intentAt) >= parts.settleSeconds;
  const failure = hasSettled ? await parts.givenUp?.(facts, change, { context, target, handle }) : undefined;
  return failure ? { state: "failed", failure } : { state: "in_progress", message: parts.describe(facts), percent: 30 };
}

function discover<Clients, Resources, Config, Facts, Wanted, Handle>(
  parts: TransitionParts<Clients, Resources, Config, Facts, Wanted, Handle>,
  facts: Facts,
  { wanted }: Change<Facts, Wanted>,
): Discovery<Handle | null> {
  if (parts.reached(facts, wanted)) return { state: "found", handle: null };
  const status = parts.status?.(facts);
  if (status?.meaning === "lasting") return { state: "failed", failure: lasting(parts, facts, status) };
  if (status !== undefined && status.meaning !== "serving") return { state: "unclear", message: parts.describe(facts) };
  return { state: "not_started" };
}

/** What the status alone stands against: a lasting word refuses, any other that does not serve is waited for. */
export function statusFindings<Facts>(
  parts: Pick<TransitionParts<never, never, never, Facts, never, never>, "status" | "describe">,
  facts: Facts,
): readonly Finding[] {
  const status = parts.status?.(facts);
  if (status === undefined || status.meaning === "serving") return [];
  if (status.meaning === "lasting") return [block(status.code, parts.describe(facts), { status: status.word })];
  return [wait(status.code, `${parts.describe(facts)}; waiting for it to serve`, { status: status.word })];
}

/** Why nothing is done, now or at all; undefined if nothing stands against it. */
export function toObstacle(findings: readonly Finding[]): Extract<Preparation<never>, { state: "failed" | "not_ready" }> | undefined {
  const failure = toRefusal(findings);
  if (failure) return { state: "failed", failure };
  const message = toWaiting(findings);
  return message === undefined ? undefined : { state: "not_ready", message };
}

function lasting<Facts>(
  { describe }: Pick<TransitionParts<never, never, never, Facts, never, never>, "describe">,
  facts: Facts,
  { code, word }: StatusReading,
): Failure {
  return { code, message: describe(facts), retryable: false, details: { status: word } };
}

/** What was so already cost nothing. */
export function withoutCost({ after, externalIds }: Evidence): Evidence {
  return { after, ...(externalIds === undefined ? {} : { externalIds }) };
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : { value };
}
