/** What an execution needs for itself (or shares) while it is open. Its slot is apart. */
import { nextLeaseKey, planLeaseKey, resourceLeaseClaims, type ExecutionState, type LeaseClaim, type TaskNames } from "@dr/domain";

/** A key that an execution needs. */
export type AdmissionClaim = LeaseClaim;

/** The plan (unless `force` lets a second execution of it run) and every resource of its tasks. */
export function claimsOf({
  planId,
  force,
  tasks,
}: {
  readonly planId: string;
  readonly force: boolean;
  readonly tasks: readonly TaskNames[];
}): readonly AdmissionClaim[] {
  return [...(force ? [] : [{ key: planLeaseKey(planId), shared: false }]), ...resourceLeaseClaims(tasks)];
}

/** The same, of an execution whose waves are planned. */
export function claimsOfExecution({ planId, request, waves }: ExecutionState): readonly AdmissionClaim[] {
  return claimsOf({ planId, force: request?.force === true, tasks: waves.flatMap((wave) => wave.tasks.map((task) => task.spec)) });
}

/** What a recovery claims while drills still have these: to be the next, so that of two that wait for one thing only the first is let in. */
export function nextClaims(claims: readonly AdmissionClaim[]): readonly AdmissionClaim[] {
  return claims.map(({ key, shared }) => ({ key: nextLeaseKey(key), shared }));
}
