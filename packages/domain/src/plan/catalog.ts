/** A plan as one line of the catalog. */
import { planVersion, type PlanState } from "./state.ts";

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
}

/** The catalog item of a plan whose stream is at `version`; null while no version is sealed. */
export function toCatalogItem(state: PlanState, version: number): PlanSummary | null {
  const current = planVersion(state);
  if (!current) return null;
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
  };
}
