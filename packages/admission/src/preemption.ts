/** A recovery goes before drills. */
import type { ExecutionState } from "@dr/domain";
import type { Blocker } from "./blockers.ts";

/** Whether an execution may have drills cancelled: a recovery whose plan did not say `preemptDrills: false`. */
export function mayPreempt(request: Pick<NonNullable<ExecutionState["request"]>, "executionType" | "preemptDrills"> | null): boolean {
  return request !== null && request.executionType === "recovery" && request.preemptDrills !== false;
}

/** The drills that would have to end, each once; null if anybody else is in the way too, for then no drill need be disturbed. */
export function makeRoom(blockers: readonly Blocker[]): readonly string[] | null {
  if (blockers.some(({ executionType }) => executionType !== "drill")) return null;
  return [...new Set(blockers.map(({ executionId }) => executionId))];
}
