/** Finds lanes that are due and nobody was told of: hints may be lost, and retries have none. */
import type { Clock } from "@dr/runtime";
import type { LaneStore } from "./stores.ts";

/** What it needs. */
export interface SweepDeps {
  readonly lanes: Pick<LaneStore, "due">;
  readonly hint: (laneId: string) => Promise<void>;
  readonly clock: Clock;
}

const MAX_LANES = 500;

/** Hints at every lane that is due, at most 500 a run; resolves to how many there were. */
export async function sweepLanes({ lanes, hint, clock }: SweepDeps): Promise<number> {
  const due = await lanes.due(clock.nowIso(), MAX_LANES);
  await Promise.all(due.map((laneId) => hint(laneId)));
  return due.length;
}
