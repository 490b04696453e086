/** How plans look in answers. */
import { toPlanDocument, toWaveDocument, type PlanVersion } from "@dr/domain";
import type { PlanCatalogItem } from "@dr/event-log";

/** What is said of a version in lists and after it was saved. */
export function toVersionSummary(version: PlanVersion) {
  const { header, planHash, waveCount, taskCount, pointOfNoReturn, createdAt, unresolved = [] } = version;
  return {
    planId: header.planId,
    name: header.name,
    version: version.version,
    planHash,
    waveCount,
    taskCount,
    pointOfNoReturn,
    createdAt,
    unresolved,
  };
}

/** A whole version: the document in the long form, and what the platform knows about it. PUT takes it back as it is. */
export function toPlanView(version: PlanVersion) {
  const { planHash, waveCount, taskCount, pointOfNoReturn, createdAt, unresolved = [] } = version;
  return { ...toPlanDocument(version), version: version.version, planHash, waveCount, taskCount, pointOfNoReturn, createdAt, unresolved };
}

/** The waves of a version. */
export function toWavesView({ header, version, planHash, waves, unresolved = [] }: PlanVersion) {
  return { planId: header.planId, version, planHash, waves: waves.map(toWaveDocument), unresolved };
}

/** A plan in the list of plans. */
export function toPlanListItem({ PlanId, Name, Version, PlanHash, WaveCount, TaskCount, UpdatedAt, Unresolved = 0 }: PlanCatalogItem) {
  return {
    planId: PlanId,
    name: Name,
    version: Version,
    planHash: PlanHash,
    waveCount: WaveCount,
    taskCount: TaskCount,
    updatedAt: UpdatedAt,
    unresolved: Unresolved,
  };
}
