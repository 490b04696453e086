/** The end of a turn: an outcome if everything is closed or time is up, otherwise the next poll. */
import type { LedgerItem, StoredOutcome } from "../ledger/item.ts";
import type { Engine } from "./engine.ts";
import { operationRef } from "./facts.ts";
import { toTaskFailure, toTaskResult } from "./result.ts";
import { withoutLease, type Session } from "./session.ts";

/** Seconds between polls of an operation that a deployment took away, until it is back or the deadline passes. */
const FALLBACK_POLL_SECONDS = 15;

/** Ends the turn and gives the lease back. */
export async function conclude<Clients>(engine: Engine<Clients>, session: Session): Promise<void> {
  const now = engine.clock.nowIso();
  const outcome = toOutcome(session.item(), now, engine.settings.simulated);
  if (outcome) await close(engine, session, outcome);
  else await scheduleNextPoll(engine, session);
}

function toOutcome(item: LedgerItem, now: string, simulated: boolean): StoredOutcome | undefined {
  const steps = Object.values(item.steps);
  const open = steps.filter(({ state }) => state !== "TERMINAL");
  const expired = Date.parse(now) >= Date.parse(item.deadlineAt);
  if (open.length > 0 && !expired) return undefined;
  const ref = operationRef(item);
  const result = toTaskResult(item, now, simulated);
  if (open.length > 0) {
    const lastErrors = open.flatMap(({ lastError }) => (lastError ? [lastError] : []));
    const message = `the deadline ${item.deadlineAt} passed; last seen: ${open.map(({ message: text }) => text ?? "nothing").join("; ")}`;
    const failure = { code: "task.timed_out", message, retryable: true, ...(lastErrors.length > 0 ? { details: { lastErrors } } : {}) };
    return { type: "TechnologyFailed", time: now, data: { ...ref, failure, result } };
  }
  const failure = toTaskFailure(item);
  if (failure) return { type: "TechnologyFailed", time: now, data: { ...ref, failure, result } };
  return { type: "TechnologyCompleted", time: now, data: { ...ref, result } };
}

async function close<Clients>(engine: Engine<Clients>, session: Session, outcome: StoredOutcome): Promise<void> {
  session.stage((item) => withoutLease({ ...item, status: "TERMINAL", outcome }));
  await session.commit();
  const item = session.item();
  if (item.startedAt === undefined && Object.values(item.steps).some(({ acts }) => acts > 0))
    await publishStarted(engine, item, outcome.time);
  await engine.facts.publish(item, outcome);
  session.stage((closed) => ({ ...closed, outcomePublished: true }));
  // Only spares a repetition: a reader who finds the mark missing says the outcome once more.
  await session.commit().catch(() => undefined);
}

async function scheduleNextPoll<Clients>(engine: Engine<Clients>, session: Session): Promise<void> {
  const item = session.item();
  const now = engine.clock.nowIso();
  const seconds = engine.adapter.operations[item.task.operation]?.pollSeconds ?? FALLBACK_POLL_SECONDS;
  const delaySeconds = Math.ceil(seconds / engine.settings.timeScale);
  const pollSeq = item.pollSeq + 1;
  // Sent before it is written down: after a crash in between there is one message too many, never one too few.
  await engine.queue.send({ kind: "poll", operationId: item.operationId, seq: pollSeq }, delaySeconds);
  const begun = Object.values(item.steps).some(({ acts }) => acts > 0);
  if (begun && item.startedAt === undefined) await publishStarted(engine, item, now);
  const progress = toProgress(item, now);
  if (progress) await publishProgress(engine, { ...item, pollSeq }, progress);
  session.stage((open) => ({
    ...withoutLease(open),
    pollSeq,
    nextPollAt: Date.parse(now) + delaySeconds * 1000,
    ...(begun ? { startedAt: item.startedAt ?? now } : {}),
    ...(progress ? { progress } : {}),
  }));
  await session.commit();
}

type Progress = NonNullable<LedgerItem["progress"]>;

/** Says that an open operation is alive, and how far. */
export async function publishProgress<Clients>(engine: Engine<Clients>, item: LedgerItem, progress: Progress): Promise<void> {
  const { message, percent } = progress;
  const data = { ...operationRef(item), message, ...(percent === undefined ? {} : { percent }) };
  await engine.facts.publish(item, { type: "TechnologyProgressed", data, time: progress.at, part: item.pollSeq });
}

/** Says that the effect was submitted. */
export async function publishStarted<Clients>(engine: Engine<Clients>, item: LedgerItem, time: string): Promise<void> {
  await engine.facts.publish(item, { type: "TechnologyStarted", data: operationRef(item), time: item.startedAt ?? time });
}

/** What to report of an open operation; undefined while there is nothing new and the last word is young enough. */
function toProgress(item: LedgerItem, now: string): Progress | undefined {
  const open = Object.entries(item.steps).filter(([, { state }]) => state !== "TERMINAL");
  const message = open.map(([target, step]) => `${target}: ${step.message ?? step.state}`).join("; ");
  const percents = Object.values(item.steps).map(({ state, percent }) => (state === "TERMINAL" ? 100 : (percent ?? 0)));
  const percent = Math.round(percents.reduce((sum, one) => sum + one, 0) / Math.max(1, percents.length));
  const former = item.progress;
  const silentMs = former ? Date.parse(now) - Date.parse(former.at) : Number.POSITIVE_INFINITY;
  const stale = silentMs >= (item.task.heartbeatSeconds * 1000) / 3;
  return stale || former?.message !== message || former.percent !== percent ? { message, percent, at: now } : undefined;
}
