/** How plans look in answers. */
import { toPlanDocument, toWaveDocument, type PlanVersion } from "@dr/domain";
import type { PlanCatalogItem } from "@dr/event-log";

/** What is said of a version in lists and after it was saved. */
export function toVersionSummary(version: PlanVersion) {
  const { header, planHash, waveCount, taskCount, pointOfNoReturn, createdAt } = version;
  return {
    planId: header.planId,
    name: header.name,
    version: version.version,
    planHash,
    waveCount,
    taskCount,
    pointOfNoReturn,
    createdAt,
    ...unresolvedOf(version),
  };
}

/** A whole version: the document in the long form, and what the platform knows about it. PUT takes it back as it is. */
export function toPlanView(version: PlanVersion) {
  const { planHash, waveCount, taskCount, pointOfNoReturn, createdAt } = version;
  const facts = { version: version.version, planHash, waveCount, taskCount, pointOfNoReturn, createdAt };
  return { ...toPlanDocument(version), ...facts, ...unresolvedOf(version) };
}

/** The waves of a version. */
export function toWavesView(found: PlanVersion) {
  const { header, version, planHash, waves } = found;
  return { planId: header.planId, version, planHash, waves: waves.map(toWaveDocument), ...unresolvedOf(found) };
}

/** What it names of which nobody knows that it is there: stands wherever a version is shown, also if it is nothing. */
export function unresolvedOf({ unresolved = [], unresolvedUnlisted }: Pick<PlanVersion, "unresolved" | "unresolvedUnlisted">) {
  return { unresolved, ...(unresolvedUnlisted === undefined ? {} : { unresolvedUnlisted }) };
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
