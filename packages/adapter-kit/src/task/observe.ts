/** Looks at one resource and decides its next state. Reads only; the act itself comes after the decision is in the ledger. */
import type { Failure } from "@dr/events";
import type { LedgerStep } from "../ledger/item.ts";
import type { AnyEffect, Evidence, InverseContext, PollAnswer } from "../operation.ts";
import type { ErrorClass } from "../errors/error-class.ts";
import { toResourceResult } from "./result.ts";
import type { Run } from "./run.ts";

/** What the observation needs to know beside the step. */
export interface Look<Clients> {
  readonly run: Run<Clients>;
  readonly target: string;
  readonly context: InverseContext<Clients, unknown, unknown, unknown, unknown>;
  readonly now: string;
  readonly expired: boolean;
  readonly cancel: { readonly reason: string; readonly at: string } | undefined;
  /** Time after an act of unknown outcome during which `not_started` is not believed. */
  readonly settleMs: number;
  readonly reversible: boolean;
  /** A drill of an operation that does nothing in drills. */
  readonly onlyLooks: boolean;
  readonly timeScale: number;
  /** A rollback or cleanup of something that turned out never to have happened. */
  readonly nothingToUndo: boolean;
}

/** The next state of a step; `act` asks for the act once this state, an INTENT, is in the ledger. */
export interface Decision {
  readonly step: LedgerStep;
  readonly act: boolean;
}

/** Errors after which nothing is known to be wrong with the request: look again later. */
const PASSING: ReadonlySet<ErrorClass> = new Set(["THROTTLED", "TRANSIENT", "UNKNOWN_OUTCOME", "CONFLICT"]);

/** Decides the next state of an open step. */
export async function observeStep<Clients>(look: Look<Clients>, step: LedgerStep): Promise<Decision> {
  if (step.state === "TERMINAL") return { step, act: false };
  if (step.state === "PENDING") return observePending(look, { ...step, startedAt: step.startedAt ?? look.now });
  if (step.state === "INTENT") return observeIntent(look, step);
  return wait(await observeSubmitted(look, step));
}

async function observePending<Clients>(look: Look<Clients>, step: LedgerStep): Promise<Decision> {
  const { run, context, target, now } = look;
  const ended = endBeforeAct(look);
  if (ended) return wait(fail(step, ended));
  if (look.nothingToUndo)
    return wait(finish(look, step, "noop", { after: {}, warnings: ["no effect of the original operation was found"] }));
  try {
    const answer = await effectOf(look).prepare(context, target);
    if (answer.state === "failed") return wait(fail(step, answer.failure));
    if (answer.state === "not_ready") return wait({ ...step, message: answer.message });
    if (answer.state !== "ready") return wait(finish(look, step, answer.state, answer.evidence));
    if (look.onlyLooks) return wait(finish(look, step, "skipped_in_drill", { after: { ...(answer.wouldDo ?? { wouldActOn: target }) } }));
    const warnings = [...step.warnings, ...(answer.warnings ?? [])];
    const leftovers = answer.standing === undefined ? {} : { leftovers: answer.standing };
    return { step: { ...step, warnings, ...leftovers, state: "INTENT", pre: answer.pre, intentAt: now, actedAt: now, acts: 1 }, act: true };
  } catch (error) {
    const { class: errorClass, failure } = run.classify(error);
    return wait(PASSING.has(errorClass) ? noting(step, failure) : fail(step, failure));
  }
}

async function observeIntent<Clients>(look: Look<Clients>, step: LedgerStep): Promise<Decision> {
  const { run, context, target, now, settleMs } = look;
  try {
    const found = await effectOf(look).discover(context, target, step.pre);
    if (found.state === "found") return wait(await observeSubmitted(look, { ...step, state: "SUBMITTED", handle: found.handle }));
    if (found.state === "failed") return wait(fail(step, found.failure));
    if (found.state === "unclear") return wait({ ...step, message: found.message });
  } catch (error) {
    return wait(noting(step, run.classify(error).failure));
  }
  const settled = step.refused === true || Date.parse(now) >= Date.parse(step.actedAt ?? now) + settleMs;
  if (!settled) return wait({ ...step, message: "the outcome of the act is not known yet; looking again" });
  const ended = endBeforeAct(look);
  if (ended) return wait(fail(step, ended));
  const { refused: _refused, ...rest } = step;
  return { step: { ...rest, actedAt: now, acts: step.acts + 1 }, act: true };
}

async function observeSubmitted<Clients>(look: Look<Clients>, submitted: LedgerStep): Promise<LedgerStep> {
  const { run, context, target } = look;
  const step = look.cancel && submitted.cancelAskedAt === undefined ? await askToStop(look, submitted) : submitted;
  try {
    const answer = await effectOf(look).poll(context, target, step.pre, step.handle);
    if (answer.state === "in_progress") return proveOrWait(look, step, answer);
    if (answer.state === "completed") return finish(look, step, "completed", answer.evidence);
    const failure = step.cancelAccepted ? cancelled(look, answer.failure) : answer.failure;
    return fail(step, failure, answer.evidence);
  } catch (error) {
    // The effect is under way: an error of reading says nothing about it. The deadline ends this, not the error.
    return noting(step, run.classify(error).failure);
  }
}

/** The fact may have changed with nothing left in the way but a word that nobody knows: then, once reads have settled, the fact counts. */
function proveOrWait<Clients>(look: Look<Clients>, step: LedgerStep, answer: Extract<PollAnswer, { state: "in_progress" }>): LedgerStep {
  const { percent: _percent, changedAt: _changedAt, ...rest } = step;
  const changedAt = answer.changed === true ? (step.changedAt ?? look.now) : undefined;
  if (answer.unproven && changedAt !== undefined && Date.parse(look.now) >= Date.parse(changedAt) + look.settleMs) {
    const warning = `${answer.message}: the last word is not known to us; what counts is the fact that has changed`;
    return finish(look, step, "completed", { ...answer.unproven, warnings: [...(answer.unproven.warnings ?? []), warning] });
  }
  return {
    ...rest,
    message: answer.message,
    ...(changedAt === undefined ? {} : { changedAt }),
    ...(answer.percent === undefined ? {} : { percent: answer.percent }),
  };
}

async function askToStop<Clients>(look: Look<Clients>, step: LedgerStep): Promise<LedgerStep> {
  const asked = { ...step, cancelAskedAt: look.now };
  const warning = "it was asked to stop and could not be stopped; this is its real outcome";
  try {
    const accepted = (await effectOf(look).cancel?.(look.context, look.target, step.pre, step.handle)) ?? false;
    return accepted ? { ...asked, cancelAccepted: true } : { ...asked, warnings: [...step.warnings, warning] };
  } catch (error) {
    return noting(step, look.run.classify(error).failure);
  }
}

/** Nothing has been done yet, and nothing may be begun any more. */
function endBeforeAct<Clients>(look: Look<Clients>): Failure | undefined {
  if (look.cancel) return cancelled(look);
  if (look.expired) return { code: "task.timed_out", message: "the deadline passed before anything was done", retryable: true };
  return undefined;
}

function cancelled<Clients>({ cancel }: Look<Clients>, cause?: Failure): Failure {
  return {
    code: "task.cancelled",
    message: `stopped: ${cancel?.reason ?? "cancelled"}`,
    retryable: false,
    ...(cause === undefined ? {} : { details: { cause } }),
  };
}

function finish<Clients>(
  look: Look<Clients>,
  step: LedgerStep,
  outcome: "completed" | "noop" | "skipped_in_drill",
  evidence: Evidence,
): LedgerStep {
  const result = toResourceResult(step, outcome, evidence, look);
  const { leftovers: _stood, ...rest } = step;
  return { ...rest, state: "TERMINAL", result, ...(evidence.leftovers === undefined ? {} : { leftovers: evidence.leftovers }) };
}

function fail(step: LedgerStep, failure: Failure, evidence?: Evidence): LedgerStep {
  const warnings = [...step.warnings, ...(evidence?.warnings ?? [])];
  const leftovers = evidence?.leftovers;
  return { ...step, state: "TERMINAL", failure, warnings, ...(leftovers === undefined ? {} : { leftovers }) };
}

function noting(step: LedgerStep, failure: Failure): LedgerStep {
  return { ...step, lastError: failure, message: `${failure.code}: ${failure.message}` };
}

function wait(step: LedgerStep): Decision {
  return { step, act: false };
}

function effectOf<Clients>(look: Look<Clients>): AnyEffect<Clients> {
  return look.run.effect;
}
