/** Works a lane off: event after event in order, until it is empty, its receiver wants a rest, or time is up. */
import type { Clock, Logger, Metrics } from "@dr/runtime";
import { attemptBatch, type AttemptResult } from "./attempt.ts";
import { backoffSeconds } from "./backoff.ts";
import { batchOf } from "./batch.ts";
import type { Breaker } from "./breaker.ts";
import type { Integration, MappingInput, Send, Verdict } from "./integration.ts";
import type { Lane } from "./lane.ts";
import { keepLane } from "./keep-lane.ts";
import type { OutboxEvent } from "./outbox-event.ts";
import type { TakeFromLog } from "./from-log.ts";
import type { TakeToken } from "./rate.ts";
import type { ReadContext } from "./read-context.ts";
import { isWanted, mayWant, type Receiver } from "./receiver.ts";
import { toRecord } from "./to-record.ts";
import type { DeliveryRecord, DeliveryStores } from "./stores.ts";

const PAGE = 50;
/** Of an answer, for people. */
const KEPT_BYTES = 4_096;
/** An event that overtook another one waits this long for it; then the hole is noted, and it goes on. */
const GAP_WAIT_MS = 60_000;
/** A receiver that is switched off is looked at this often. */
const DISABLED_WAIT_MS = 900_000;
/** What is left of an invocation must hold one request and the write after it. */
const LAST_START_MS = 20_000;

/** What delivering needs. `random` in [0, 1). */
export interface PumpDeps {
  readonly stores: DeliveryStores;
  readonly integrations: ReadonlyMap<string, Integration>;
  readonly send: Send;
  readonly readContext: ReadContext;
  readonly breaker: Breaker;
  readonly takeToken: TakeToken;
  readonly clock: Clock;
  readonly random: () => number;
  readonly metrics: Pick<Metrics, "count">;
  /** Keeps what the log holds after a sequence and nobody brought. Absent: holes are waited for, then noted. */
  readonly takeFromLog?: TakeFromLog;
  /** Hears of every delivery that ended: taken, or a dead letter. Never throws. Absent: nobody does. */
  readonly ended?: (receiver: Receiver, event: OutboxEvent["envelope"], record: DeliveryRecord) => Promise<void>;
  /** Hears that a receiver says it is there no more; resolves to whether it was switched off. Absent: each event finds out for itself. */
  readonly gone?: (receiver: Receiver) => Promise<boolean>;
}

/** One turn of one worker. */
export interface PumpTurn {
  /** Unique for this turn: the owner of the lease. */
  readonly workerId: string;
  readonly remainingMs: () => number;
  readonly logger: Pick<Logger, "warn">;
}

/** Works on a lane. Resolves to when it is due again, ISO 8601; undefined when there is nothing left, somebody else has it, or it came too early: whoever made it wait has told of it. */
export type Pump = (laneId: string, turn: PumpTurn) => Promise<string | undefined>;

/** The pump. At least once: a crash between an answer and the write after it sends that one event again, under the same id. */
export function createPump(deps: PumpDeps): Pump {
  const { stores, clock } = deps;
  return async (laneId, turn) => {
    const nowMs = clock.nowMs();
    const leased = await stores.lanes.lease(laneId, turn.workerId, nowMs, nowMs + turn.remainingMs() + 5_000);
    if (!leased) return undefined;
    const receiver = await stores.receivers.get(leased.receiverId);
    if (receiver) deps.breaker.seen(receiver);
    const ended = receiver === undefined ? rest(leased, undefined) : await workOff(deps, { turn, receiver }, leased);
    const kept = await keepLane(stores.lanes, ended, { owner: turn.workerId, end: "release", nowIso: clock.nowIso() });
    return isEarly(leased, nowMs) ? undefined : kept?.dueAt;
  };
}

/** Whether its receiver is not to be asked yet. */
function isEarly(lane: Lane, nowMs: number): lane is Lane & { readonly notBefore: string } {
  return lane.notBefore !== undefined && Date.parse(lane.notBefore) > nowMs;
}

interface Work {
  readonly turn: PumpTurn;
  readonly receiver: Receiver;
}

async function workOff(deps: PumpDeps, work: Work, leased: Lane): Promise<Lane> {
  const { clock } = deps;
  if (!work.receiver.enabled) return rest(leased, clock.nowMs() + DISABLED_WAIT_MS);
  // A wake is about a later event; the one in front keeps its patience.
  if (isEarly(leased, clock.nowMs())) return { ...leased, dueAt: leased.notBefore };
  // What wakes the lane from here on stands in the store and is kept there.
  let lane: Lane = rest(leased, undefined);
  for (;;) {
    const page = await deps.stores.events.after(lane.executionId, lane.doneThrough, PAGE);
    if (page.length === 0) return lane;
    for (let at = 0; at < page.length;) {
      const events = page.slice(at) as [OutboxEvent, ...OutboxEvent[]];
      const [event] = events;
      if (lane.endsAt !== undefined && event.envelope.sequence > lane.endsAt) return lane;
      if (await fillHole(deps, work, lane, event)) break;
      const pause = pauseBefore(deps, work, lane, event);
      if (pause !== undefined) return rest(lane, pause);
      const restMs = await deps.breaker.pauseMs(work.receiver.receiverId);
      // Whatever else comes waits as well: no wake, no message and no turn for each of it.
      if (restMs > 0) return patient(lane, clock.nowMs() + restMs);
      await noteGap(deps, lane, event);
      const { lane: next, tried } = await step(deps, work, lane, events);
      if (next.dueAt !== undefined) return next;
      lane = next;
      at += tried;
    }
  }
}

/** Takes what is missing before an event from the log; true if there was something. An event that overtook another, or the first one since we listen. */
async function fillHole({ takeFromLog }: PumpDeps, { turn }: Work, lane: Lane, { envelope }: OutboxEvent): Promise<boolean> {
  if (!takeFromLog || lane.replay || envelope.sequence === lane.doneThrough + 1) return false;
  try {
    // The id of a fact is its place in the log: `EXEC#x:17`, `PLAN#y:3`.
    return (await takeFromLog(envelope.id.slice(0, envelope.id.lastIndexOf(":")), lane.doneThrough)).taken > 0;
  } catch (error) {
    turn.logger.warn("what is missing could not be read from the log", { executionId: lane.executionId, error });
    return false;
  }
}

/** Milliseconds since the epoch until which this event has to wait; undefined when it may go. */
function pauseBefore({ clock }: PumpDeps, { turn }: Work, lane: Lane, event: OutboxEvent): number | undefined {
  const now = clock.nowMs();
  if (turn.remainingMs() < LAST_START_MS) return now;
  const overtookUntil = Date.parse(event.receivedAt) + GAP_WAIT_MS;
  return event.envelope.sequence > lane.doneThrough + 1 && now < overtookUntil ? overtookUntil : undefined;
}

async function noteGap({ stores, clock, metrics }: PumpDeps, lane: Lane, { envelope }: OutboxEvent): Promise<void> {
  const missing = envelope.sequence - lane.doneThrough - 1;
  // A replay begins in the middle on purpose.
  if (missing <= 0 || lane.replay) return;
  metrics.count("DeliveryGap");
  const reason = `${missing} events before this one never came over the bus`;
  await stores.records.add({ ...toRecord(lane, envelope, clock.nowIso()), outcome: "gap", reason });
}

/** The lane after some of these events, and how many they were. */
interface Stepped {
  readonly lane: Lane;
  readonly tried: number;
}

async function step(deps: PumpDeps, work: Work, lane: Lane, events: readonly [OutboxEvent, ...OutboxEvent[]]): Promise<Stepped> {
  const { clock, integrations, takeToken } = deps;
  const { receiver } = work;
  const [{ envelope: event }] = events;
  const context = await deps.readContext(lane.executionId);
  const integration = integrations.get(receiver.kind);
  const wants = ({ envelope }: OutboxEvent): boolean =>
    (envelope.time >= receiver.since || lane.replay) && mayWant(receiver, envelope.type) && isWanted(receiver.filter, envelope, context);
  if (!integration || !wants(events[0])) return { lane: passed(lane, event.sequence), tried: 1 };
  const waitMs = takeToken(receiver.receiverId, receiver.ratePerSecond);
  if (waitMs > 0) return { lane: rest(lane, clock.nowMs() + waitMs), tried: 0 };
  const batch = integration.performBatch ? batchOf(events, { lane, wants, size: integration.batchSize ?? PAGE }) : [events[0]];
  const inputs = batch.map(({ envelope }): MappingInput => ({ event: envelope, context, memory: lane.memory, receiver }));
  const results = await attemptBatch(integration, deps.send, inputs as [MappingInput, ...MappingInput[]], lane);
  return keep(deps, work, lane, { batch, results });
}

/** Notes how each of the events ended, up to the first that has to be tried again. */
async function keep(
  deps: PumpDeps,
  { turn, receiver }: Work,
  before: Lane,
  { batch, results }: { readonly batch: readonly OutboxEvent[]; readonly results: readonly AttemptResult[] },
): Promise<Stepped> {
  const { stores, clock } = deps;
  let lane = before;
  let tried = 0;
  for (const [index, result] of results.entries()) {
    const event = batch[index]?.envelope;
    if (!event) break;
    tried += 1;
    if (!result.wanted) {
      lane = passed(lane, event.sequence);
      continue;
    }
    await deps.breaker.answered(receiver.receiverId, failureIn(result.verdict));
    const judged = judge(deps, { receiver, lane, sequence: event.sequence, result });
    await note(deps, { turn, receiver }, lane, { event, result, judged });
    ({ lane } = judged);
    const isDone = judged.outcome === "sent" || judged.outcome === "dead";
    const last = isDone ? await lastWord(deps, receiver, lane, result.verdict) : undefined;
    if (last) return { lane: last, tried };
    if (!isDone) break;
  }
  if (results.every(({ wanted }) => !wanted)) return { lane, tried };
  const kept = await keepLane(stores.lanes, lane, { owner: turn.workerId, end: "go_on", nowIso: clock.nowIso() });
  return { lane: kept ?? rest(lane, clock.nowMs()), tried };
}

/** Why a receiver failed; undefined if it answered, whatever it thinks of the event. */
function failureIn(verdict: Verdict): string | undefined {
  return verdict.kind === "sent" || verdict.kind === "dead" ? undefined : verdict.reason;
}

/**
 * The lane at rest, where this is the last that its receiver hears: it wanted one event, or says that it is gone. Before the lane is kept: whoever dies in
 * between finds nobody to send to, and it was sent.
 */
async function lastWord(deps: PumpDeps, receiver: Receiver, lane: Lane, verdict: Verdict): Promise<Lane | undefined> {
  if (verdict.kind === "dead" && verdict.gone === true && (await deps.gone?.(receiver)) === true)
    return rest(lane, deps.clock.nowMs() + DISABLED_WAIT_MS);
  if (receiver.once !== true) return undefined;
  await deps.stores.receivers.remove(receiver.receiverId);
  return rest(lane, undefined);
}

interface Noted {
  readonly event: OutboxEvent["envelope"];
  readonly result: AttemptResult;
  readonly judged: ReturnType<typeof judge>;
}

async function note(deps: PumpDeps, { turn, receiver }: Work, lane: Lane, { event, result, judged }: Noted): Promise<void> {
  const record = recordOf(lane, event, deps.clock.nowIso(), { result, ...judged });
  await deps.stores.records.add(record);
  deps.metrics.count("Delivery", 1, { receiver: receiver.kind, outcome: judged.outcome });
  if (judged.outcome === "dead") {
    turn.logger.warn("an event is a dead letter", { receiverId: receiver.receiverId, eventId: event.id, reason: judged.lane.lastReason });
  }
  if (judged.outcome === "sent" || judged.outcome === "dead") await deps.ended?.(receiver, event, record);
}

interface Tried {
  readonly receiver: Receiver;
  readonly lane: Lane;
  readonly sequence: number;
  readonly result: AttemptResult;
}

function judge(
  { clock, random }: PumpDeps,
  { receiver, lane, sequence, result }: Tried,
): { outcome: DeliveryRecord["outcome"]; lane: Lane } {
  const { verdict, taken, memory } = result;
  if (verdict.kind === "sent") return { outcome: "sent", lane: { ...passed(lane, sequence), memory } };
  const now = clock.nowMs();
  const attempts = lane.attempts + 1;
  const firstTriedAt = lane.firstTriedAt ?? clock.nowIso();
  const tooLong = now - Date.parse(firstTriedAt) >= receiver.retryHours * 3_600_000;
  if (verdict.kind === "dead" || tooLong) {
    const lastReason = verdict.kind === "dead" ? verdict.reason : `given up after ${attempts} tries: ${verdict.reason}`;
    return { outcome: "dead", lane: { ...passed(lane, sequence), memory, lastReason } };
  }
  const asked = verdict.kind === "retry" ? verdict.afterSeconds : undefined;
  const seconds = Math.max(asked ?? 0, backoffSeconds(attempts, random()));
  const open = { ...lane, attempts, firstTriedAt, taken, memory, unanswered: verdict.kind === "unknown", lastReason: verdict.reason };
  return { outcome: verdict.kind, lane: patient(open, now + seconds * 1_000) };
}

/** The lane once an event is done, one way or the other. */
function passed(lane: Lane, sequence: number): Lane {
  const { firstTriedAt: _first, lastReason: _reason, notBefore: _patience, ...open } = lane;
  return { ...open, doneThrough: sequence, attempts: 0, taken: [], unanswered: false };
}

/** The lane, due again at this time (milliseconds since the epoch), or not at all. */
function rest(lane: Lane, untilMs: number | undefined): Lane {
  const { dueAt: _due, ...idle } = lane;
  return untilMs === undefined ? idle : { ...idle, dueAt: new Date(untilMs).toISOString() };
}

/** The lane, due again at this time and not before it, whatever wakes it. */
function patient(lane: Lane, untilMs: number): Lane {
  const notBefore = new Date(untilMs).toISOString();
  return { ...lane, dueAt: notBefore, notBefore };
}

function recordOf(
  lane: Lane,
  event: OutboxEvent["envelope"],
  at: string,
  {
    result: { answer },
    outcome,
    lane: after,
  }: { readonly result: AttemptResult; readonly outcome: DeliveryRecord["outcome"]; readonly lane: Lane },
): DeliveryRecord {
  const reason = outcome === "sent" || after.lastReason === undefined ? {} : { reason: after.lastReason };
  const base = { ...toRecord(lane, event, at), outcome, ...reason };
  if (!answer) return base;
  const { status, latencyMs, address, body } = answer;
  return { ...base, status, latencyMs, answer: body.slice(0, KEPT_BYTES), ...(address === undefined ? {} : { address }) };
}
