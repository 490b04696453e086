/** Whether anybody wants our events: only then do they come off the bus. */
import { hourRanges, subjectOf, type TimeFeed } from "@dr/event-log";
import type { Clock } from "@dr/runtime";
import type { TakeFromLog } from "./from-log.ts";
import { newLane } from "./lane.ts";
import { isAbout, type Receiver } from "./receiver.ts";
import type { LaneStore, ListeningStore, ReceiverStore } from "./stores.ts";
import { wakeLane } from "./wake-lane.ts";

/** The bus rule that brings facts to the intake. Changes take a while to be everywhere; what passes meanwhile is taken from the log. */
export interface FactRule {
  readonly isOn: () => Promise<boolean>;
  readonly turnOn: () => Promise<void>;
  readonly turnOff: () => Promise<void>;
}

/** What listening needs. `hint` tells somebody that a lane is due; it may be lost. */
export interface ListeningDeps {
  readonly rule: FactRule;
  readonly receivers: Pick<ReceiverStore, "list">;
  readonly listening: ListeningStore;
  readonly lanes: Pick<LaneStore, "get" | "wake">;
  readonly feed: TimeFeed;
  readonly takeFromLog: TakeFromLog;
  readonly hint: (laneId: string) => Promise<void>;
  readonly clock: Clock;
}

/** What one look found. */
export interface ListeningSummary {
  readonly listening: boolean;
  /** Events that were in the log and had not come over the bus. */
  readonly missed: number;
}

/** Somebody who pulls the feed counts as listening for this long after. */
export const PULLED_FOR_MS = 7 * 86_400_000;
/** Commits younger than this are left to the bus. */
const GRACE_MS = 5_000;
/** How much before the mark is read again: the feed is eventually consistent and clocks differ. */
const OVERLAP_MS = 60_000;

/**
 * Looks after the rule: on while a receiver is on or somebody pulls, else off; and takes from the log what did not come while it was off, was being
 * switched, or lost its message. Everything is decided from what is there now, so it may be called any number of times, by several at once: a rule
 * that one of them switched off too early is on again after the next look, and nothing is lost in between.
 */
export function createListening(deps: ListeningDeps): () => Promise<ListeningSummary> {
  const { rule, receivers, listening, clock } = deps;
  return async () => {
    const [all, { coveredTo, pulledSince, pulledAt }] = await Promise.all([receivers.list(), listening.read()]);
    const on = all.filter(({ enabled }) => enabled);
    const pulls = pulledAt !== undefined && Date.parse(pulledAt) > clock.nowMs() - PULLED_FOR_MS ? [pulledSince ?? pulledAt] : [];
    const [wantedSince] = [...on.map(({ since }) => since), ...pulls].toSorted();
    const isOn = await rule.isOn();
    if (wantedSince === undefined) {
      if (isOn) await rule.turnOff();
      return { listening: false, missed: 0 };
    }
    if (!isOn) await rule.turnOn();
    // Nobody who is on now wants anything from before; after that time the mark tells how far the log was compared.
    const fromIso = coveredTo !== undefined && coveredTo > wantedSince ? coveredTo : wantedSince;
    return { listening: true, missed: await compare(deps, on, fromIso) };
  };
}

/** Compares the log's time feed with what is kept, hour by hour, and keeps the mark. */
async function compare(deps: ListeningDeps, on: readonly Receiver[], fromIso: string): Promise<number> {
  const { feed, takeFromLog, listening, clock } = deps;
  const untilIso = new Date(clock.nowMs() - GRACE_MS).toISOString();
  let missed = 0;
  for (const range of hourRanges(new Date(Date.parse(fromIso) - OVERLAP_MS).toISOString(), untilIso)) {
    for (const [streamId, firstVersion] of earliestOf(await feed.readHour(range))) {
      const { taken, lastSequence } = await takeFromLog(streamId, firstVersion - 1);
      missed += taken;
      await wakeWhoIsBehind(deps, on, { subject: subjectOf(streamId), lastSequence });
    }
    if (range.toIso > fromIso) await listening.cover(range.toIso);
  }
  return missed;
}

/** Whoever kept the events may have died before it woke the lane, or have kept them for another one. */
async function wakeWhoIsBehind(
  { lanes, hint, clock }: ListeningDeps,
  on: readonly Receiver[],
  { subject, lastSequence }: { readonly subject: string; readonly lastSequence: number },
): Promise<void> {
  for (const receiver of on.filter((each) => isAbout(each, subject))) {
    const lane = newLane(receiver.receiverId, subject, clock.nowIso());
    const standing = await lanes.get(lane.laneId);
    if (standing && (standing.dueAt !== undefined || standing.doneThrough >= lastSequence)) continue;
    await wakeLane({ lanes, hint }, lane);
  }
}

/** Streams with commits in the feed, each with its first version there. */
function earliestOf(entries: Awaited<ReturnType<TimeFeed["readHour"]>>): ReadonlyMap<string, number> {
  const earliest = new Map<string, number>();
  for (const { streamId, firstVersion } of entries) earliest.set(streamId, Math.min(earliest.get(streamId) ?? firstVersion, firstVersion));
  return earliest;
}
