/** What is where, by its tags: read from AWS, inherited, resolved into names, checked. */
export { createCollect, type Collect, type CollectDeps, type CollectRequest } from "./collect/collect.ts";
export type { OpenTarget, PageSource, SightingPage } from "./collect/page-source.ts";
export { createMemorySnapshots, type SnapshotStore, type TargetSnapshot } from "./collect/snapshots.ts";
export { createTagReader, INHERITED_KEYS, TAG_LEVELS, type EffectiveTag, type EffectiveTags, type TagLevel } from "./core/hierarchy.ts";
export type { DiscoveryTarget, Inventory, Sighting, TargetReading } from "./core/inventory.ts";
export { createSelector, levelsOf, type FoundResource, type SelectByTags } from "./core/select.ts";
export { matchesFilters, type TagFilters, type Tags } from "./core/tags.ts";
export { groupByTechnology, kindsByTechnology, type KindsByTechnology } from "./core/technologies.ts";
export { DEFAULT_RULES, validateTags, valuesAskedFor, type PlannedResource, type TagFinding, type TagRules } from "./core/validate.ts";
export { kindOf } from "./resolve/fields.ts";
export { differenceToDrill, exercisedIn, type ManifestDifference } from "./resolve/manifest-difference.ts";
export {
  createResolveTagFilters,
  resolveNothing,
  withGate,
  type Discovered,
  type Resolution,
  type ResolveRequest,
  type ResolveTagFilters,
} from "./resolve/resolve-tag-filters.ts";
export { resolveWaves, type ResolvedResource, type ResolvedTask, type ResolvedWaves } from "./resolve/resolve-waves.ts";
export { WAVE_KEY, wavesFromTags, type TagWave, type TagWaves } from "./resolve/waves-from-tags.ts";
