/**
 * Wakes of an execution's lanes whose receivers rest. A receiver that is down costs no write, no message and no run for each fact, but one for each
 * execution and rest: a lane of nobody, which the sweep finds when the rest is over.
 */
import type { Clock } from "@dr/runtime";
import { newLane, type Lane } from "./lane.ts";
import { isAbout, type Receiver } from "./receiver.ts";
import type { LaneStore } from "./stores.ts";
import { wakeLane } from "./wake-lane.ts";

const NOBODY = "wake";
/** Rests of several receivers end within the same slot: one wake for them. */
const SLOT_MS = 10_000;
/** Two clocks may differ by this. */
const MARGIN_MS = 5_000;
const MAX_REMEMBERED = 10_000;

/** What it needs. */
export interface WakeLaterDeps {
  readonly lanes: Pick<LaneStore, "get" | "wake" | "save">;
  readonly clock: Clock;
}

/** Resolves once it is certain that all lanes of an execution are woken after this moment, at about that time (ISO 8601). */
export type WakeLater = (executionId: string, atIso: string) => Promise<void>;

/** One that remembers what it asked for: the second fact of a rest costs nothing. */
export function createWakeLater({ lanes, clock }: WakeLaterDeps): WakeLater {
  const asked = new Map<string, number>();
  return async (executionId, atIso) => {
    // Nobody looks before its time at what was asked for, so that what is kept until then is found.
    if ((asked.get(executionId) ?? 0) > clock.nowMs() + MARGIN_MS) return;
    const atMs = Math.ceil(Math.max(Date.parse(atIso), clock.nowMs() + MARGIN_MS + 1) / SLOT_MS) * SLOT_MS;
    const dueAt = new Date(atMs).toISOString();
    await lanes.wake({ ...newLane(NOBODY, executionId, dueAt), laneId: `${NOBODY}#${executionId}#${dueAt}` });
    if (asked.size >= MAX_REMEMBERED) asked.clear();
    asked.set(executionId, atMs);
  };
}

/** Whether this lane stands for the lanes of an execution. */
export function isWake(laneId: string): boolean {
  return laneId.startsWith(`${NOBODY}#`);
}

/** What waking needs. `receivers` as they are now. */
export interface WakeAllDeps extends WakeLaterDeps {
  readonly hint: (laneId: string) => Promise<void>;
  readonly receivers: readonly Receiver[];
}

/** Wakes what these lanes stand for. Of a receiver that has rested one lane goes, as the probe; the others, and those that rest, are woken later. */
export async function wakeAll(laneIds: readonly string[], { lanes, clock, hint, receivers }: WakeAllDeps): Promise<void> {
  const later = createWakeLater({ lanes, clock });
  const probed = new Set<string>();
  for (const laneId of laneIds) {
    const standing = await lanes.get(laneId);
    if (standing?.dueAt === undefined) continue;
    const ends: string[] = [];
    for (const receiver of receivers.filter((each) => each.enabled && isAbout(each, standing.executionId))) {
      const { receiverId, failing } = receiver;
      const until = probed.has(receiverId) ? new Date(clock.nowMs() + SLOT_MS).toISOString() : failing?.restsUntil;
      if (until !== undefined && until > clock.nowIso()) {
        ends.push(until);
        continue;
      }
      await wakeLane({ lanes, hint }, newLane(receiverId, standing.executionId, clock.nowIso()));
      if (until !== undefined) probed.add(receiverId);
    }
    const [first] = ends.toSorted();
    if (first !== undefined) await later(standing.executionId, first);
    await lanes.save(done(standing));
  }
}

/** Last, so that whoever dies before finds it again. */
function done({ dueAt: _, ...lane }: Lane): Lane {
  return lane;
}
