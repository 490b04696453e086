/** The commit of a lane's last record, as the lane remembers it. */
import type { LaneMemory, MappingInput } from "@dr/delivery";
import type { KnownCommit } from "./audit-record.ts";

/** The commit, if there was one. */
export function knownCommit({ memory }: Pick<MappingInput, "memory">): KnownCommit | undefined {
  return memory["commit"] === undefined ? undefined : (JSON.parse(memory["commit"]) as KnownCommit);
}

/** What is remembered of it. */
export function rememberCommit(commit: KnownCommit | undefined): LaneMemory {
  return commit ? { commit: JSON.stringify(commit) } : {};
}
