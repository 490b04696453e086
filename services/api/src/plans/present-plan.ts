/** How plans look in answers. */
import { toPlanDocument, toWaveDocument, type PlanVersion } from "@dr/domain";
import type { PlanCatalogItem } from "@dr/event-log";

/** What is said of a version in lists and after it was saved. */
export function toVersionSummary(version: PlanVersion) {
  const { header, planHash, waveCount, taskCount, pointOfNoReturn, createdAt } = version;
  return { planId: header.planId, name: header.name, version: version.version, planHash, waveCount, taskCount, pointOfNoReturn, createdAt };
}

/** A whole version: the document in the long form, and what the platform knows about it. PUT takes it back as it is. */
export function toPlanView(version: PlanVersion) {
  const { planHash, waveCount, taskCount, pointOfNoReturn, createdAt } = version;
  return { ...toPlanDocument(version), version: version.version, planHash, waveCount, taskCount, pointOfNoReturn, createdAt };
}

/** The waves of a version. */
export function toWavesView({ header, version, planHash, waves }: PlanVersion) {
  return { planId: header.planId, version, planHash, waves: waves.map(toWaveDocument) };
}

/** A plan in the list of plans. */
export function toPlanListItem({ PlanId, Name, Version, PlanHash, WaveCount, TaskCount, UpdatedAt }: PlanCatalogItem) {
  return {
    planId: PlanId,
    name: Name,
    version: Version,
    planHash: PlanHash,
    waveCount: WaveCount,
    taskCount: TaskCount,
    updatedAt: UpdatedAt,
  };
}
