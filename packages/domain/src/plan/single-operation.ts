/** Plans that nobody saved: one operation of a technology that was asked for by itself. */

const PREFIX = "operation.";

/** Id of the plan of a single operation; `hash` is that of its waves, so that the same order is the same plan. */
export function singleOperationPlanId(technology: string, operation: string, hash: string): string {
  return `${PREFIX}${technology}.${operation}.${hash.slice(0, 16)}`;
}

/** True for the plan of a single operation: it stands in no list, and nobody may save one under such an id. */
export function isSingleOperation(planId: string): boolean {
  return planId.startsWith(PREFIX);
}
