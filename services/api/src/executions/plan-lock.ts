/** One active execution per plan: a lease that the planner releases when the execution is over. */
import { isTerminal } from "@dr/domain";
import { DrError } from "@dr/events";
import type { ApiDeps } from "../deps.ts";

/** Whose plan is locked for whom. */
export interface PlanLockRequest {
  readonly planId: string;
  readonly executionId: string;
  /** Goes on without the lock when another execution has it. */
  readonly force: boolean;
}

/** A holder that never got as far as its first event is given up after this time: the request that took the lock has long timed out. */
const ABANDONED_AFTER_MS = 120_000;

/**
 * Takes the plan's lock, also from a holder that is over or never began; taking it twice is taking it once.
 * Throws `execution.plan_already_active` with the id and status of the execution that has it.
 */
export async function lockPlan(deps: ApiDeps, { planId, executionId, force }: PlanLockRequest): Promise<void> {
  const keys = [`PLAN#${planId}`];
  const noted = { takenAt: deps.clock.nowIso() };
  let taken = await deps.leases.take(keys, executionId, noted);
  if (taken.ok || force) return;
  const { holder } = taken.conflict;
  const status = await activeStatus(deps, holder);
  if (status === null) {
    await deps.leases.releaseKeys(keys, holder);
    taken = await deps.leases.take(keys, executionId, noted);
    if (taken.ok) return;
  }
  throw new DrError("execution.plan_already_active", `plan ${planId} is being executed already; force starts another one`, {
    details: { planId, executionId: taken.conflict.holder, ...(status === null ? {} : { status }) },
  });
}

/** The status of a holder that may still act, or null. */
async function activeStatus({ executions, leases, clock }: ApiDeps, holder: string): Promise<string | null> {
  const { state, head } = await executions.load(holder);
  if (head.version > 0) return isTerminal(state) ? null : state.status;
  const lease = (await leases.list()).find((candidate) => candidate.holder === holder);
  const abandoned = !lease || clock.nowMs() - Date.parse(lease.takenAt) > ABANDONED_AFTER_MS;
  return abandoned ? null : "requested";
}
