/** Gathers what an export holds. */
import { executionDecider } from "@dr/domain";
import { foldStream, type Checkpoint } from "@dr/event-log";
import { toExecutionExport } from "@dr/evidence";
import type { ApiDeps } from "../deps.ts";

/** The last checkpoints are enough: each vouches for all before it. */
const CHECKPOINTS = 50;

/** The export of a stream as `body`, signed if there is a key, with the `state` that it was made of; or null for a stream without events. One read for commits and view: parts that were read at different moments would not agree. */
export async function exportExecution(deps: ApiDeps, streamId: string) {
  // Before the commits, so that no checkpoint is newer than they are.
  const checkpoints = await readCheckpoints(deps, streamId);
  const commits = await deps.log.read(streamId);
  if (commits.length === 0) return null;
  const folded = foldStream(executionDecider, commits);
  const parts = { streamId, commits, exportedAt: deps.clock.nowIso(), estate: deps.about.estate, checkpoints };
  const unsigned = toExecutionExport(parts, folded);
  const signature = await deps.signExport(unsigned);
  return { body: { ...unsigned, ...(signature === undefined ? {} : { signature }) }, state: folded.state };
}

/** Evidence that cannot be read now is said to be missing; the rest goes out all the same. */
async function readCheckpoints({ checkpoints, logger }: ApiDeps, streamId: string): Promise<readonly Checkpoint[]> {
  if (checkpoints === undefined) return [];
  try {
    return await checkpoints.newest(streamId, CHECKPOINTS);
  } catch (error) {
    logger.warn("checkpoints cannot be read; the export goes without", { stream: streamId, error });
    return [];
  }
}
