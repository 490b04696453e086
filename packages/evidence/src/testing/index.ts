/** What tests of evidence need. Never deployed. */
export { anchored, CHECKPOINT_KEY, EXPORT_KEY, exportOf, FIXTURE_TEXT, RECORDED } from "./exported-run.ts";
export { FORGERY_KINDS, judgeForgeries } from "./forge.ts";
export { toCommits } from "./to-commits.ts";
