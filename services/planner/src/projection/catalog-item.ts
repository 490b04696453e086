/** A plan as one line of the catalog. */
import { planVersion, type PlanState } from "@dr/domain";
import type { PlanCatalogItem } from "@dr/event-log";

/** The item of a plan whose stream is at `version`; null while no version is sealed. */
export function toCatalogItem(planId: string, state: PlanState, version: number): PlanCatalogItem | null {
  const current = planVersion(state);
  if (current === undefined) return null;
  return {
    PlanId: planId,
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
