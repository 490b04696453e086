/** Looks at the open resources of an operation and decides the next state of each. Reads only; acts come after their decisions are in the ledger. */
import { askAll, boundedAll, type Settled } from "../batch.ts";
import type { ErrorClass } from "../errors/error-class.ts";
import type { LedgerStep } from "../ledger/item.ts";
import type { Answers, Discovery, InverseContext, PollAnswer, Preparation } from "../operation.ts";
import type { Held } from "./order.ts";
import type { Run } from "./run.ts";
import { cancelled, endBeforeAct, fail, finish, noting, seeing, type View } from "./steps.ts";

/** An open resource: its step, and the context of its calls. */
export interface Seat<Clients> {
  readonly target: string;
  readonly step: LedgerStep;
  readonly context: InverseContext<Clients, unknown, unknown, unknown, unknown>;
  /** A rollback or cleanup of something that turned out never to have happened. */
  readonly nothingToUndo: boolean;
  /** What has to be done first. */
  readonly held: Held | undefined;
}

/** A seat with its next state; `act` asks for the act once this state, an INTENT, is in the ledger. */
export interface Decided<Clients> extends Seat<Clients> {
  readonly act: boolean;
}

/** Errors after which nothing is known to be wrong with the request: look again later. */
const PASSING: ReadonlySet<ErrorClass> = new Set(["THROTTLED", "TRANSIENT", "UNKNOWN_OUTCOME", "CONFLICT"]);

/** Decides the next state of every open resource. What is asked of several at once is asked once, where the effect can. */
export async function observe<Clients>(
  run: Run<Clients>,
  view: View,
  seats: readonly Seat<Clients>[],
): Promise<readonly Decided<Clients>[]> {
  const { effect } = run;
  const pending = seats.filter(({ step }) => step.state === "PENDING").map((seat) => ({ seat, ended: endAtOnce(view, seat) }));
  const asked = pending.flatMap(({ seat, ended }) => (ended ? [] : [seat]));
  const prepared = await askAll(asked, effect.batch?.prepare, ({ context, target }) => effect.prepare(context, target));
  const decidedPending = pending.map(({ seat, ended }) => decidePending(run, view, seat, ended ?? prepared.get(seat.target)));

  const intents = seats
    .filter(({ step }) => step.state === "INTENT")
    .map((seat) => ({ ...seat, pre: seat.step.pre, group: groupOf(seat) }));
  const found = await askAll(intents, effect.batch?.discover, ({ context, target, pre }) => effect.discover(context, target, pre));
  const decidedIntents = intents.map((seat) => decideIntent(run, view, seat, found.get(seat.target)));

  // Whatever turned out to be done is looked at right away.
  const submitted = [...seats, ...decidedIntents].filter(({ step }) => step.state === "SUBMITTED");
  const looked = await pollAll(run, view, submitted);
  return [...decidedPending, ...decidedIntents.filter(({ step }) => step.state !== "SUBMITTED"), ...looked];
}

function groupOf<Clients>({ step, target }: Seat<Clients>): string {
  return step.actGroup ?? target;
}

/** The end of a resource that need not be looked at any more, or not yet. */
function endAtOnce<Clients>(view: View, seat: Seat<Clients>): LedgerStep | undefined {
  const step = begun(view, seat.step);
  const ended = endBeforeAct(view, step);
  if (ended) return fail(step, ended);
  if (seat.held) return "failure" in seat.held ? fail(step, seat.held.failure) : seeing(view, step, "prepare", seat.held.waits);
  if (!seat.nothingToUndo) return undefined;
  return finish(view, seat.target, step, {
    outcome: "noop",
    evidence: { after: {}, warnings: ["no effect of the original operation was found"] },
  });
}

function begun({ now }: View, step: LedgerStep): LedgerStep {
  return { ...step, startedAt: step.startedAt ?? now };
}

function decidePending<Clients>(
  run: Run<Clients>,
  view: View,
  seat: Seat<Clients>,
  prepared: LedgerStep | Settled<Preparation<unknown>> | undefined,
): Decided<Clients> {
  const step = begun(view, seat.step);
  const wait = (next: LedgerStep): Decided<Clients> => ({ ...seat, step: next, act: false });
  if (prepared === undefined) return wait(seeing(view, step, "prepare", "no answer yet"));
  if ("state" in prepared) return wait(prepared);
  if ("error" in prepared) {
    const { class: errorClass, failure } = run.classify(prepared.error);
    return wait(PASSING.has(errorClass) ? noting(view, step, "prepare", failure) : fail(step, failure));
  }
  const { answer } = prepared;
  if (answer.state === "ready" && !view.onlyLooks) return { ...seat, step: toIntent(view, step, answer), act: true };
  return wait(withoutAct(view, seat.target, step, answer));
}

type Ready = Extract<Preparation<unknown>, { state: "ready" }>;

function toIntent({ now }: View, step: LedgerStep, { pre, warnings = [], standing }: Ready): LedgerStep {
  const leftovers = standing === undefined ? {} : { leftovers: standing };
  const all = [...step.warnings, ...warnings];
  return { ...step, ...leftovers, warnings: all, intentAt: now, actedAt: now, state: "INTENT", pre, acts: 1 };
}

/** Nothing is done, now or at all. A drill that only looks says what it would have done. */
function withoutAct(view: View, target: string, step: LedgerStep, answer: Preparation<unknown>): LedgerStep {
  if (answer.state === "failed") return fail(step, answer.failure);
  if (answer.state === "not_ready") return seeing(view, step, "prepare", answer.message);
  if (answer.state !== "ready") return finish(view, target, step, { outcome: answer.state, evidence: answer.evidence });
  const { wouldDo = { wouldActOn: target }, warnings = [] } = answer;
  return finish(view, target, step, { outcome: "skipped_in_drill", evidence: { after: { ...wouldDo }, warnings } });
}

function decideIntent<Clients>(
  run: Run<Clients>,
  view: View,
  seat: Seat<Clients>,
  found: Settled<Discovery<unknown>> | undefined,
): Decided<Clients> {
  const { step } = seat;
  const wait = (next: LedgerStep): Decided<Clients> => ({ ...seat, step: next, act: false });
  if (found === undefined) return wait(seeing(view, step, "discover", "no answer yet"));
  if ("error" in found) return wait(noting(view, step, "discover", run.classify(found.error).failure));
  const { answer } = found;
  if (answer.state === "found") return wait({ ...step, state: "SUBMITTED", handle: answer.handle });
  if (answer.state === "failed") return wait(fail(step, answer.failure, { remains: "unknown" }));
  if (answer.state === "unclear") return wait(seeing(view, step, "discover", answer.message));
  const settled = step.refused === true || Date.parse(view.now) >= Date.parse(step.actedAt ?? view.now) + view.settleMs(seat.target);
  if (!settled) return wait(seeing(view, step, "discover", "the outcome of the act is not known yet"));
  // The service says that it is so already, and it is not: asking once more would get the same answer.
  if (step.saidAlready && step.lastError) return wait(fail(step, { ...step.lastError, code: "task.refused", retryable: false }));
  const ended = endBeforeAct(view, step);
  if (ended) return wait(fail(step, ended));
  const { refused: _refused, ...rest } = step;
  return { ...seat, step: { ...rest, actedAt: view.now, acts: step.acts + 1 }, act: true };
}

async function pollAll<Clients>(run: Run<Clients>, view: View, seats: readonly Seat<Clients>[]): Promise<readonly Decided<Clients>[]> {
  const asked = await boundedAll(seats, async (seat) => {
    const step = view.cancel && seat.step.cancelAskedAt === undefined ? await askToStop(run, view, seat) : seat.step;
    return { ...seat, step, pre: step.pre, handle: step.handle };
  });
  const { effect } = run;
  const polled: Answers<Settled<PollAnswer>> = await askAll(asked, effect.batch?.poll, ({ context, target, pre, handle }) =>
    effect.poll(context, target, pre, handle),
  );
  return asked.map((seat) => ({ ...seat, step: decideSubmitted(run, view, seat, polled.get(seat.target)), act: false }));
}

function decideSubmitted<Clients>(run: Run<Clients>, view: View, seat: Seat<Clients>, polled: Settled<PollAnswer> | undefined): LedgerStep {
  const { step, target } = seat;
  if (polled === undefined) return seeing(view, step, "poll", "no answer yet");
  // The effect is under way: an error of reading says nothing about it. The deadline ends this, not the error.
  if ("error" in polled) return noting(view, step, "poll", run.classify(polled.error).failure);
  const { answer } = polled;
  if (step.kept) return keepOrBeginAfresh(view, target, { ...step, kept: step.kept }, answer);
  if (answer.state === "completed") return finish(view, target, step, { outcome: "completed", evidence: answer.evidence });
  if (answer.state === "in_progress") return proveOrWait(view, target, step, answer);
  const failure = step.cancelAccepted && answer.changed !== true ? cancelled(view, answer.failure) : answer.failure;
  return fail(step, failure, {
    ...(answer.evidence ? { evidence: answer.evidence } : {}),
    ...(answer.changed === true ? { remains: "stands" } : {}),
  });
}

/** What an earlier attempt completed is as it left it, or, once reads have settled, is to be done again: somebody undid it since. */
function keepOrBeginAfresh(
  view: View,
  target: string,
  { kept, ...step }: LedgerStep & Required<Pick<LedgerStep, "kept">>,
  answer: PollAnswer,
): LedgerStep {
  if (answer.state === "completed" || (answer.state === "in_progress" && answer.changed === true))
    return { ...step, state: "TERMINAL", result: kept.result };
  const message = `an earlier attempt completed it, and it does not stand any more: ${answer.state === "failed" ? answer.failure.message : answer.message}`;
  if (Date.parse(view.now) < Date.parse(kept.since) + view.settleMs(target)) return { ...seeing(view, step, "poll", message), kept };
  return { ...seeing(view, { state: "PENDING", acts: 0, warnings: [...step.warnings, message] }, "poll", message) };
}

/** The fact may have changed with nothing left in the way but a word that nobody knows: then, once reads have settled, the fact counts. */
function proveOrWait(view: View, target: string, step: LedgerStep, answer: Extract<PollAnswer, { state: "in_progress" }>): LedgerStep {
  const { percent: _percent, changedAt: _changedAt, memo: _memo, ...rest } = step;
  const changedAt = answer.changed === true ? (step.changedAt ?? view.now) : undefined;
  if (answer.unproven && changedAt !== undefined && Date.parse(view.now) >= Date.parse(changedAt) + view.settleMs(target)) {
    const warning = `${answer.message}: the last word is not known to us; what counts is the fact that has changed`;
    const evidence = { ...answer.unproven, warnings: [...(answer.unproven.warnings ?? []), warning] };
    return finish(view, target, step, { outcome: "completed", evidence });
  }
  return {
    ...seeing(view, rest, "poll", answer.message),
    ...(changedAt === undefined ? {} : { changedAt }),
    ...(answer.percent === undefined ? {} : { percent: answer.percent }),
    ...(answer.memo === undefined ? {} : { memo: answer.memo }),
  };
}

async function askToStop<Clients>(
  { effect, classify }: Run<Clients>,
  view: View,
  { context, target, step }: Seat<Clients>,
): Promise<LedgerStep> {
  const asked = { ...step, cancelAskedAt: view.now };
  const warning = "it was asked to stop and could not be stopped; this is its real outcome";
  try {
    const accepted = (await effect.cancel?.(context, target, step.pre, step.handle)) ?? false;
    return accepted ? { ...asked, cancelAccepted: true } : { ...asked, warnings: [...step.warnings, warning] };
  } catch (error) {
    return noting(view, step, "cancel", classify(error).failure);
  }
}
