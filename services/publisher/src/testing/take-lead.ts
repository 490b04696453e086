/** The word of a person that a Region leads from now on, in the log of a scene. */
import { createCommandHandler, LEADERSHIP_STREAM, leadershipDecider, type Commit, type EventLog } from "@dr/event-log";
import type { Clock } from "@dr/runtime";

/** Records who leads from which epoch; resolves to the commit. Throws where nothing was to be recorded. */
export function createTakeLead(log: EventLog, clock: Clock): (epoch: number, region: string) => Promise<Commit> {
  let commits = 0;
  const leadership = createCommandHandler({
    log,
    clock,
    newCommitId: () => `lead-${(commits += 1)}`,
    jitter: () => 0,
    decider: leadershipDecider,
    toStreamId: () => LEADERSHIP_STREAM,
  });
  return async (epoch, region) => {
    const taking = { epoch, region, reason: "x", now: clock.nowIso() };
    const { commit } = await leadership.handle("platform", taking, { actor: "dan", correlationId: "c", causationId: "c", epoch });
    if (commit === null) throw new Error("nothing was taken");
    return commit;
  };
}
