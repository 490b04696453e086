/** What may not run beside what: one execution per plan, one execution per resource. */
import { describeLeaseKey, isTerminal } from "@dr/domain";
import { DrError } from "@dr/events";
import type { ApiDeps } from "../deps.ts";

type AdmissionDeps = Pick<ApiDeps, "executions" | "leases" | "clock">;

/** A holder that never got as far as its first event is given up after this time: the request that took the lock has long timed out. */
const ABANDONED_AFTER_MS = 120_000;

/**
 * Takes these leases for an execution, also from holders that are over or never began; taking them twice is taking them once. The planner
 * releases them at the end. Throws `execution.plan_already_active` or `execution.resource_conflict` with the execution that has the lease.
 */
export async function reserve(deps: AdmissionDeps, keys: readonly string[], executionId: string): Promise<void> {
  // Each round frees one key; a key that is taken again meanwhile is somebody else's by right.
  for (let round = 0; ; round += 1) {
    const taken = await deps.leases.take(keys, executionId, { takenAt: deps.clock.nowIso() });
    if (taken.ok) return;
    const { key, holder } = taken.conflict;
    const status = await activeStatus(deps, holder);
    if (status !== null || round === keys.length) throw conflictError([[key, holder]], status);
    await deps.leases.releaseKeys([key], holder);
  }
}

/**
 * Looks whether another execution has one of these leases. Only a look, to answer at once: the planner takes them. Throws like `reserve`, by the
 * first key that is held; a conflict of resources names every one of them and the execution that has it.
 */
export async function assertFree(deps: AdmissionDeps, keys: readonly string[], executionId: string): Promise<void> {
  const held = await deps.leases.holders(keys);
  const statuses = new Map<string, string | null>();
  for (const holder of new Set(held.values())) statuses.set(holder, holder === executionId ? null : await activeStatus(deps, holder));
  const conflicts = keys.flatMap((key) => {
    const holder = held.get(key);
    return holder !== undefined && (statuses.get(holder) ?? null) !== null ? [[key, holder] as const] : [];
  });
  const [first] = conflicts;
  if (first) throw conflictError(conflicts, statuses.get(first[1]) ?? null);
}

function conflictError(conflicts: readonly (readonly [key: string, holder: string])[], status: string | null): DrError {
  const [[key, holder] = ["", ""]] = conflicts;
  const { text, resource } = describeLeaseKey(key);
  if (resource === undefined) {
    return new DrError(
      "execution.plan_already_active",
      `${text} is being executed already, by ${holder}; force starts another one where their resources differ`,
      {
        details: { executionId: holder, ...(status === null ? {} : { status }) },
      },
    );
  }
  const named = conflicts.map(([each, executionId]) => ({ ...describeLeaseKey(each), executionId }));
  return new DrError("execution.resource_conflict", `${text} is in use by execution ${holder}`, { details: { conflicts: named } });
}

/** The status of a holder that may still act, or null. */
async function activeStatus({ executions, leases, clock }: AdmissionDeps, holder: string): Promise<string | null> {
  const { state, head } = await executions.load(holder);
  if (head.version > 0) return isTerminal(state) ? null : state.status;
  const lease = (await leases.list()).find((candidate) => candidate.holder === holder);
  const abandoned = !lease || clock.nowMs() - Date.parse(lease.takenAt) > ABANDONED_AFTER_MS;
  return abandoned ? null : "requested";
}
