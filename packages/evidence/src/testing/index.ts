/** What tests of evidence need. Never deployed. */
export { seededRandom, type Random } from "./any-field.ts";
export { anchored, CHECKPOINT_KEY, EXPORT_KEY, exportOf, FIXTURE_TEXT, RECORDED } from "./exported-run.ts";
export { FORGERY_KINDS, judgeForgeries } from "./forge.ts";
export { toCommits } from "./to-commits.ts";
