/** What the planner says about itself in each commit. */
import type { Envelope } from "@dr/events";

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
