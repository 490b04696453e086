/** An execution as it leaves the platform: what happened, what follows from it, and who vouches for it. */
import { EXECUTION_STATE_VERSION, executionDecider, toExecutionView, type ExecutionState } from "@dr/domain";
import {
  EXPORT_FORMAT,
  exportText,
  foldStream,
  signText,
  type Checkpoint,
  type Commit,
  type Folded,
  type HeadKey,
  type HeadSignature,
} from "@dr/event-log";
import { toResourceReferences } from "./resource-references.ts";
import { toTechnologyResults } from "./technology-results.ts";

/** What an export is made of. */
export interface ExportParts {
  readonly streamId: string;
  readonly commits: readonly Commit[];
  readonly exportedAt: string;
  readonly estate: "real" | "simulated";
  /** The last checkpoints of the stream, if it is anchored. */
  readonly checkpoints: readonly Checkpoint[];
}

/**
 * The export, unsigned. The view is folded from the very commits that stand beside it; who has folded them already hands that over. `rules` is the version of the
 * rules that it was folded by.
 */
export function toExecutionExport(
  { streamId, commits, exportedAt, estate, checkpoints }: ExportParts,
  { state, head }: Folded<ExecutionState> = foldStream(executionDecider, commits),
) {
  const execution = toExecutionView(state);
  return {
    format: EXPORT_FORMAT,
    formatVersion: 3,
    streamId,
    head,
    commits,
    execution,
    results: toTechnologyResults(state),
    references: toResourceReferences(state),
    rules: EXECUTION_STATE_VERSION,
    exportedAt,
    estate,
    checkpoints,
  };
}

/** The signature of an export: it covers every member but the commits, which the head stands for. */
export function signExport(unsigned: Readonly<Record<string, unknown>>, key: HeadKey): HeadSignature {
  return signText(exportText(asJson(unsigned)), key);
}

/** As the reader of the file will have it: without members that are undefined. */
function asJson({ commits: _, ...rest }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(rest)) as Record<string, unknown>;
}
