/** Finds lanes that are due and nobody was told of: hints may be lost, and retries have none. */
import type { Clock } from "@dr/runtime";
import type { LaneStore, ReceiverStore } from "./stores.ts";
import { isWake, wakeAll } from "./wake-later.ts";

/** What it needs. */
export interface SweepDeps {
  readonly lanes: Pick<LaneStore, "due" | "get" | "wake" | "save">;
  readonly receivers: Pick<ReceiverStore, "list">;
  readonly hint: (laneId: string) => Promise<void>;
  readonly clock: Clock;
}

const MAX_LANES = 500;

/** Hints at every lane that is due, at most 500 a run, and wakes those whose receivers have rested; resolves to how many there were. */
export async function sweepLanes({ lanes, receivers, hint, clock }: SweepDeps): Promise<number> {
  const due = await lanes.due(clock.nowIso(), MAX_LANES);
  const wakes = due.filter((laneId) => isWake(laneId));
  if (wakes.length > 0) await wakeAll(wakes, { lanes, hint, clock, receivers: await receivers.list() });
  await Promise.all(due.filter((laneId) => !isWake(laneId)).map((laneId) => hint(laneId)));
  return due.length;
}
