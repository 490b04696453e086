/** Wakes a lane, and tells whoever works on lanes. */
import type { Lane } from "./lane.ts";
import type { LaneStore } from "./stores.ts";

/** What it needs. `hint` tells somebody that a lane is due; it may be lost: the sweep finds due lanes, too. */
export interface WakeDeps {
  readonly lanes: Pick<LaneStore, "wake">;
  readonly hint: (laneId: string) => Promise<void>;
}

/**
 * Wakes it. One that waits for its receiver finds by itself what came: a receiver that is down costs no message and no run. To be called after the event is
 * kept, with a `dueAt` of after, too: a lane whose time comes meanwhile may have looked already, and has to be woken.
 */
export async function wakeLane({ lanes, hint }: WakeDeps, lane: Lane): Promise<void> {
  if (await lanes.wake(lane)) await hint(lane.laneId);
}
