/** A recovery goes before drills. */
import { describeLeaseKey, type ExecutionState } from "@dr/domain";
import { spanOf, type Blocker } from "./blockers.ts";

/** Whether an execution may have drills cancelled: a recovery whose plan did not say `preemptDrills: false`. */
export function mayPreempt(request: Pick<NonNullable<ExecutionState["request"]>, "executionType" | "preemptDrills"> | null): boolean {
  return request !== null && request.executionType === "recovery" && request.preemptDrills !== false;
}

/** The drills that would have to end, each once; null if anybody else is in the way too, for then no drill need be disturbed. */
export function makeRoom(blockers: readonly Blocker[]): readonly string[] | null {
  if (blockers.some(({ executionType }) => executionType !== "drill")) return null;
  return [...new Set(blockers.map(({ executionId }) => executionId))];
}

const MAX_NAMED = 3;

/** Why a recovery waits, for people: `drill exec-1 has rds-cluster orders in 1, r, since …, until … at the latest; …`. At most 3 things are named. */
export function describeWait(blockers: readonly Blocker[]): string {
  const named = blockers.slice(0, MAX_NAMED).map((blocker) => {
    const { key, executionId } = blocker;
    return `drill ${executionId} has ${describeLeaseKey(key).text}, ${spanOf(blocker)}`;
  });
  const more = blockers.length > MAX_NAMED ? `, and ${blockers.length - MAX_NAMED} more` : "";
  return `${named.join("; ")}${more}; a drill is cancelled for a recovery`;
}
