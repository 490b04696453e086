/** Is there a point in time to recover, and is replication as the mode demands? */
import { block, warn, type Finding } from "@dr/adapter-kit";
import type { SnapshotFacts, SourceServerFacts } from "./drs-client.ts";
import type { RecoveryContext } from "./launch-pre.ts";

/** Replication states that leave nothing current to launch from while the source is up. What is not listed, even an unknown word, is worth a warning. */
const BLOCKING: ReadonlySet<string> = new Set(["STOPPED", "INITIATING", "INITIAL_SYNC", "STALLED", "DISCONNECTED"]);

/** A server as the plan and as DRS call it. */
export function nameOf(asked: string, sourceServerId: string): string {
  return asked === sourceServerId ? asked : `${asked} (${sourceServerId})`;
}

/** A dead source cannot replicate: in an unplanned recovery, and where a point in time is asked for, only the snapshot counts. */
export function findingsOnReplication(
  { executionType, mode }: RecoveryContext,
  asked: string,
  { sourceServerId, stagingStatus, replicationState }: SourceServerFacts,
  { snapshot, wanted }: { readonly snapshot: SnapshotFacts | undefined; readonly wanted: string | undefined },
): readonly Finding[] {
  const name = nameOf(asked, sourceServerId);
  const not = (problem: string): Finding => block("drs.not_recoverable", `${name}: ${problem}`, { replicationState });
  const isUnplanned = executionType === "recovery" && mode === "unplanned";
  const none = wanted === undefined ? "it has no point in time to recover" : `it has no point in time up to ${wanted}`;
  return [
    ...(stagingStatus === "EXTENSION_ERROR" ? [not("its staging area is broken (EXTENSION_ERROR)")] : []),
    ...(snapshot === undefined ? [not(none)] : []),
    ...(!isUnplanned && wanted === undefined && BLOCKING.has(replicationState) ? [not(`its replication is ${replicationState}`)] : []),
    ...(replicationState === "CONTINUOUS"
      ? []
      : [warn("drs.not_current", `${name}: replication is ${replicationState}; newest point in time ${snapshot?.timestamp ?? "none"}`)]),
  ];
}
