/** A recorded run as the API exports it: signed, anchored commit by commit. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  createAnchors,
  createMemoryCheckpointStore,
  createMemoryEventLog,
  parseHeadKey,
  type CheckpointStore,
  type Commit,
  type HeadKey,
} from "@dr/event-log";
import { signExport, toExecutionExport } from "../execution-export.ts";

// An execution of four waves with failures and retries, as the decider recorded it. It is never made anew: an export of today has to verify in ten years.
const fixture = join(import.meta.dirname, "../../fixtures/completed-execution.export.json");

/** The export of version 1 in the fixture, as text. */
export const FIXTURE_TEXT = readFileSync(fixture, "utf8");

/** The commits of the fixture. */
export const RECORDED: readonly Commit[] = (JSON.parse(FIXTURE_TEXT) as { readonly commits: readonly Commit[] }).commits;

/** The key that exports of these tests are signed with. */
export const EXPORT_KEY = parseHeadKey("a secret that is long enough to be one, 12345");
/** The key that their checkpoints are signed with. */
export const CHECKPOINT_KEY = parseHeadKey("another secret that only the publisher has, 678");

/** A store in which each of these commits was anchored by itself, one second after it was recorded. */
export async function anchored(commits: readonly Commit[], key: HeadKey = CHECKPOINT_KEY): Promise<CheckpointStore> {
  const store = createMemoryCheckpointStore();
  let now = "";
  const anchors = createAnchors({ log: createMemoryEventLog(), store, key: async () => key, clock: { nowIso: () => now } });
  for (const commit of commits) {
    now = new Date(Date.parse(commit.recordedAt) + 1_000).toISOString();
    await anchors.anchor(commit.streamId, [commit]);
  }
  return store;
}

/** What the API gives out for these commits and what is kept of them elsewhere. Throws if the commits cannot be folded. */
export async function exportOf(commits: readonly Commit[], store: Pick<CheckpointStore, "newest">): Promise<Record<string, unknown>> {
  const streamId = commits[0]?.streamId ?? "";
  const checkpoints = await store.newest(streamId, 50);
  const unsigned = toExecutionExport({ streamId, commits, checkpoints, exportedAt: "2026-11-24T00:00:00.000Z", estate: "simulated" });
  return JSON.parse(JSON.stringify({ ...unsigned, signature: signExport(unsigned, EXPORT_KEY) })) as Record<string, unknown>;
}
