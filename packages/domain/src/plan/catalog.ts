/** A plan as one line of the catalog. */
import { isSingleOperation } from "./single-operation.ts";
import { planVersion, type PlanState } from "./state.ts";
import { countUnresolved } from "./unresolved.ts";

/** The item of `dr-plan-catalog`; derived, never decided on. `Version` is the plan's own number, `version` that of its stream. */
export interface PlanSummary {
  readonly PlanId: string;
  readonly Name: string;
  readonly Version: number;
  readonly PlanHash: string;
  readonly WaveCount: number;
  readonly TaskCount: number;
  readonly Deleted: boolean;
  readonly UpdatedAt: string;
  readonly version: number;
  /** Of how many of the names nobody knew, when it was saved, that they are there; absent for none. */
  readonly Unresolved?: number;
}

/** The catalog item of a plan whose stream is at `version`; null while no version is sealed, and for a single operation, which nobody saved as a plan. */
export function toCatalogItem(state: PlanState, version: number): PlanSummary | null {
  const current = planVersion(state);
  if (!current || isSingleOperation(current.header.planId)) return null;
  return {
    PlanId: current.header.planId,
    Name: current.header.name,
    Version: current.version,
    PlanHash: current.planHash,
    WaveCount: current.waveCount,
    TaskCount: current.taskCount,
    Deleted: state.deleted,
    UpdatedAt: state.deletedAt ?? current.createdAt,
    version,
    ...(countUnresolved(current) === 0 ? {} : { Unresolved: countUnresolved(current) }),
  };
}
