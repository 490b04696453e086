/** What the planner says about itself in each commit, and what it does when another Region leads. */
import type { Envelope } from "@dr/events";
import { hasCode } from "@dr/events";
import type { Logger, Metrics } from "@dr/runtime";

/** Who the planner is in the log. */
export const PLANNER_ACTOR = "service:planner";

/** Context of a command that an event led to. */
export function contextOf(envelope: Envelope, epoch: number): { actor: string; correlationId: string; causationId: string; epoch: number } {
  return { actor: PLANNER_ACTOR, correlationId: envelope.correlationid, causationId: envelope.id, epoch };
}

/** Context of a command that a scheduled run led to. */
export function contextOfRun(runId: string, epoch: number): { actor: string; correlationId: string; causationId: string; epoch: number } {
  return { actor: PLANNER_ACTOR, correlationId: runId, causationId: runId, epoch };
}

/**
 * Runs a command and gives its result, or null if another Region leads the execution by now: this planner has to stop, and trying again would
 * never help. The Region that leads asks the adapters again, so nothing is lost.
 */
export async function unlessStale<T>(
  command: () => Promise<T>,
  { logger, metrics }: { logger: Logger; metrics: Metrics },
): Promise<T | null> {
  try {
    return await command();
  } catch (error) {
    if (!hasCode(error, "execution.stale_epoch")) throw error;
    logger.warn("another Region leads this execution; nothing was recorded here", { reason: (error as Error).message });
    metrics.count("StaleEpoch");
    return null;
  }
}
