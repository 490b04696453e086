/** Takes what executions need, and clears away what the dead left behind: the one policy of the API and the planner. */
import type { ExecutionCommand, ExecutionState } from "@dr/domain";
import type { CommandHandler, Lease, LeaseStore } from "@dr/event-log";
import type { Clock } from "@dr/runtime";
import type { Blocker } from "./blockers.ts";
import { nextClaims, type AdmissionClaim } from "./claims.ts";
import { isDead } from "./holders.ts";

/** What admission is built from. `onDeadReleased` hears of each lease that a dead holder lost. */
export interface AdmissionDeps {
  readonly leases: Pick<LeaseStore, "take" | "releaseKeys" | "occupants">;
  readonly executions: Pick<CommandHandler<ExecutionState, ExecutionCommand>, "load">;
  readonly clock: Clock;
  readonly onDeadReleased?: () => void;
}

/** Admission of executions. */
export interface Admission {
  /**
   * Takes all claims for an execution, also from holders that are dead, or takes none of the new ones. Resolves to who stands in the way: nobody, if
   * they were taken. Taking twice is taking once; whoever releases an execution's leases releases these.
   */
  readonly reserve: (executionId: string, claims: readonly AdmissionClaim[]) => Promise<readonly Blocker[]>;
  /** Who stands in the way now, or is the next to have a claim, in the order of the claims. Only a look: by the time it is read it may be otherwise. */
  readonly look: (executionId: string, claims: readonly AdmissionClaim[]) => Promise<readonly Blocker[]>;
  /** Gives these claims back as far as the execution has them. */
  readonly release: (executionId: string, claims: readonly AdmissionClaim[]) => Promise<void>;
}

/** Admission on a lease store. */
export function createAdmission(deps: AdmissionDeps): Admission {
  const { leases, clock, onDeadReleased } = deps;
  return {
    reserve: async (executionId, claims) => {
      // Each round frees the keys of the dead; a key that is taken again meanwhile is somebody else's by right.
      for (let round = 0; ; round += 1) {
        const taken = await leases.take(claims, executionId, { takenAt: clock.nowIso() });
        if (taken.ok) return [];
        const { blockers, dead } = await inspect(deps, executionId, claims);
        if (blockers.length > 0) return blockers;
        const { key, holder } = taken.conflict;
        if (round > claims.length)
          return [{ key, executionId: holder, status: "requested", executionType: null, since: clock.nowIso(), until: null }];
        for (const lease of dead) {
          await leases.releaseKeys([lease.key], lease.holder);
          onDeadReleased?.();
        }
      }
    },
    look: async (executionId, claims) => (await inspect(deps, executionId, [...claims, ...nextClaims(claims)])).blockers,
    release: async (executionId, claims) =>
      leases.releaseKeys(
        claims.map(({ key }) => key),
        executionId,
      ),
  };
}

interface Inspection {
  readonly blockers: readonly Blocker[];
  readonly dead: readonly Lease[];
}

/** Leases of others that do not go together with the claims, by whether their holders may still act. Each holder is looked at once. */
async function inspect(
  { leases, executions, clock }: AdmissionDeps,
  executionId: string,
  claims: readonly AdmissionClaim[],
): Promise<Inspection> {
  const wanted = new Map(claims.map(({ key, shared }) => [key, shared]));
  const order = new Map([...wanted.keys()].map((key, index) => [key, index]));
  const occupants = await leases.occupants([...wanted.keys()]);
  const inTheWay = occupants
    .filter(({ key, holder, shared }) => holder !== executionId && !(shared === true && wanted.get(key) === true))
    .toSorted((a, b) => (order.get(a.key) ?? 0) - (order.get(b.key) ?? 0));
  const holders = new Map<string, Awaited<ReturnType<typeof executions.load>>>();
  for (const holder of new Set(inTheWay.map((lease) => lease.holder))) holders.set(holder, await executions.load(holder));
  const blockers: Blocker[] = [];
  const dead: Lease[] = [];
  for (const lease of inTheWay) {
    const found = holders.get(lease.holder);
    if (!found) continue;
    const { state, head } = found;
    if (isDead({ state, version: head.version, takenAt: lease.takenAt }, clock.nowMs())) dead.push(lease);
    else
      blockers.push({
        key: lease.key,
        executionId: lease.holder,
        status: head.version === 0 ? "requested" : state.status,
        executionType: state.request?.executionType ?? null,
        since: lease.takenAt,
        until: state.deadlineAt,
      });
  }
  return { blockers, dead };
}
