/** The end of a turn, in one place: the operation ends, or its next look is arranged. */
import type { LedgerItem } from "../ledger/item.ts";
import { endedOperation, operationMetrics } from "../metrics/operation-metrics.ts";
import { settleClaims } from "./claim.ts";
import type { Engine } from "./engine.ts";
import { outcomeOf } from "./outcome.ts";
import { delayOf, nextWriteMs, SILENCE_SHARE, type Pacing } from "./pace.ts";
import { withoutLease, type Pen } from "./pen.ts";
import { hasBegun, sayOutcome, sayProgress, sayStarted } from "./say.ts";

/** Seconds between looks at an operation that a deployment took away, until it is back or the deadline passes. */
const FALLBACK_POLL_SECONDS = 15;

/** How a turn ended. */
export interface TurnEnd {
  /** There was more to do than one turn can. */
  readonly goesOnAtOnce: boolean;
  /** It was the look that the item waits for, and not one that somebody asked for, or that takes the place of one that was lost. */
  readonly isArranged: boolean;
}

/** Writes what the turn found out, and says what is new. The write comes before the outcome is said, and before the next look is sent for. */
export async function endTurn<Clients>(engine: Engine<Clients>, pen: Pen, end: TurnEnd): Promise<void> {
  const now = engine.clock.nowIso();
  const outcome = outcomeOf(pen.item(), engine, now);
  if (!outcome) return arrangeNextLook(engine, pen, { now, ...end });
  const begun = hasBegun(pen.item());
  const isStartedSaid = pen.item().startedAt !== undefined;
  pen.stage((item) => withoutLease({ ...item, status: "TERMINAL", outcome }));
  await pen.write();
  for (const line of operationMetrics(pen.item(), outcome)) engine.emit?.(line);
  const ended = endedOperation(pen.item(), outcome);
  for (const line of (ended && engine.adapter.metrics?.(ended)) ?? []) engine.emit?.(line);
  await settleClaims(engine, pen.item());
  if (begun && !isStartedSaid) await sayStarted(engine, pen.item(), outcome.time);
  await sayOutcome(engine, pen.item(), outcome);
  await learnPace(engine, pen.item());
}

async function arrangeNextLook<Clients>(
  engine: Engine<Clients>,
  pen: Pen,
  { now, goesOnAtOnce, isArranged }: TurnEnd & { readonly now: string },
): Promise<void> {
  const delaySeconds = goesOnAtOnce ? 1 : delayOf(pen.item(), await pacingOf(engine, pen.item()));
  const dueMs = Date.parse(now) + delaySeconds * 1000;
  await say(engine, pen, now, delaySeconds);
  const known = pen.item();
  const send = (seq: number): Promise<void> => engine.queue.send({ kind: "poll", operationId: known.operationId, seq }, delaySeconds);
  if (isArranged && !pen.hasNews() && dueMs <= (known.nextPollAt ?? 0)) return send(known.pollSeq);
  const pollSeq = known.pollSeq + 1;
  pen.stage((item) => withoutLease({ ...item, pollSeq, nextPollAt: nextWriteMs(item, dueMs, delaySeconds) }));
  await pen.write();
  // After the write, so that of two workers on one message only the one whose word counts goes on. A message that is lost between the two
  // is made up for: by its own redelivery, which finds its successor overdue, or by the planner, which asks again.
  await send(pollSeq);
}

/** Says that the operation began, how far it is, or that it is alive. What cannot be said now is said at the next look. */
async function say<Clients>(engine: Engine<Clients>, pen: Pen, now: string, delaySeconds: number): Promise<void> {
  // The number of the look that this turn arranges tells its words from those of all others.
  const item = { ...pen.item(), pollSeq: pen.item().pollSeq + 1 };
  try {
    if (item.startedAt === undefined && hasBegun(item)) {
      await sayStarted(engine, item, now);
      pen.stage((open) => ({ ...open, startedAt: now }));
    }
    const progress = progressOf(item, now);
    if (!isNews(item, progress, delaySeconds)) return;
    // That it began is the news of this turn, and a sign of life.
    if (pen.item().startedAt !== now) await sayProgress(engine, item, progress);
    pen.stage((open) => ({ ...open, progress }));
  } catch {
    engine.metrics.count("ProgressNotSaid");
  }
}

type Progress = NonNullable<LedgerItem["progress"]>;

function progressOf(item: LedgerItem, now: string): Progress {
  // In an order of their own: a database may give the members of a map back in any.
  const open = Object.entries(item.steps)
    .filter(([, { state }]) => state !== "TERMINAL")
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  const message = open.map(([target, step]) => `${target}: ${step.message ?? step.state}`).join("; ");
  const percents = Object.values(item.steps).map(({ state, percent }) => (state === "TERMINAL" ? 100 : (percent ?? 0)));
  const percent = Math.round(percents.reduce((sum, one) => sum + one, 0) / Math.max(1, percents.length));
  return { message: shorten(message), percent, at: now };
}

/** Something changed since the last word, or the planner would wonder before the next look. */
function isNews({ progress: former, task }: LedgerItem, { message, percent, at }: Progress, delaySeconds: number): boolean {
  if (!former || former.message !== message || former.percent !== percent) return true;
  const silentSeconds = (Date.parse(at) - Date.parse(former.at)) / 1000;
  return silentSeconds + delaySeconds > task.heartbeatSeconds * SILENCE_SHARE;
}

const MAX_MESSAGE = 1_000;

function shorten(message: string): string {
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE)}…`;
}

async function pacingOf<Clients>(engine: Engine<Clients>, { task, deadlineAt }: LedgerItem): Promise<Pacing> {
  const { timeScale } = engine.settings;
  const operation = engine.adapter.operations[task.operation];
  return {
    pollSeconds: operation?.pollSeconds ?? FALLBACK_POLL_SECONDS,
    expectedSeconds: operation ? await engine.paces.expected(paceName(task), operation) : () => undefined,
    heartbeatSeconds: task.heartbeatSeconds,
    untilDeadlineSeconds: (Date.parse(deadlineAt) - engine.clock.nowMs()) / 1000,
    timeScale,
    secondsSince: (iso) => ((engine.clock.nowMs() - Date.parse(iso)) * timeScale) / 1000,
  };
}

/**
 * How long it took on each resource is what the next operation is compared with. A look that came late (nobody ran, a queue stood still) counts as one in time: else an
 * outage of minutes would have every later operation looked at minutes late.
 */
async function learnPace<Clients>(engine: Engine<Clients>, { steps, task, nextPollAt = Infinity }: LedgerItem): Promise<void> {
  const operation = engine.adapter.operations[task.operation];
  const tookMs = (finishedAt: string, intentAt: string): number =>
    Math.max(0, Math.min(Date.parse(finishedAt), nextPollAt) - Date.parse(intentAt));
  const seconds = Object.entries(steps).flatMap(([target, { result, intentAt }]) =>
    result?.outcome === "completed" && intentAt !== undefined
      ? [[target, (tookMs(result.finishedAt, intentAt) * engine.settings.timeScale) / 1000] as const]
      : [],
  );
  if (operation && seconds.length > 0) await engine.paces.learn(paceName(task), operation, Object.fromEntries(seconds));
}

function paceName({ operation, phase }: LedgerItem["task"]): string {
  return `${operation}#${phase}`;
}
