/** Who leads in which epoch, as the log of a run tells it: the measure of every planner's commits. */
import { LEADERSHIP_STREAM, type Commit } from "@dr/event-log";
import { REGIONS } from "../world/regions.ts";

/** The leaders of a run. */
export interface Leaders {
  readonly onCommit: (commit: Commit) => void;
  readonly current: () => string;
  /** False for a commit of a planner whose Region does not lead in the epoch of the commit. */
  readonly isOfLeader: (commit: Commit) => boolean;
}

/** Before anybody took over. */
export function createLeaders(): Leaders {
  const byEpoch = new Map<number, string>([[0, REGIONS[0]]]);
  let current: string = REGIONS[0];
  return {
    current: () => current,
    onCommit: ({ streamId, events }) => {
      if (streamId !== LEADERSHIP_STREAM) return;
      for (const { data } of events) {
        current = String(data["region"]);
        byEpoch.set(Number(data["epoch"]), current);
      }
    },
    isOfLeader: ({ commitId, epoch }) => !commitId.includes("-planner-") || byEpoch.get(epoch) === commitId.slice(0, commitId.indexOf("-")),
  };
}
