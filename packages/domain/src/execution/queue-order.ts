/** Who goes first when a slot becomes free. */

/** What the order is made of. */
export interface Queued {
  readonly executionType: string;
  readonly StartTime: string;
}

/** Recoveries before drills, then who came first. A new list; equals keep their order. */
export function inQueueOrder<T extends Queued>(queued: readonly T[]): readonly T[] {
  return queued.toSorted((a, b) => rank(a) - rank(b) || Number(a.StartTime > b.StartTime) - Number(a.StartTime < b.StartTime));
}

function rank({ executionType }: Queued): number {
  return executionType === "recovery" ? 0 : 1;
}
