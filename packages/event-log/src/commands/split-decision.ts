/** Cuts a decision that no single commit can hold. */
import { hasCode, type EventType } from "@dr/events";
import type { StoredEvent } from "../port.ts";

/** Events that count for nothing until a later one seals them: landing some of them alone is harmless. */
const SLICES: ReadonlySet<EventType> = new Set<EventType>(["WavesPlanned", "PlanWavesAdded"]);

/**
 * Two halves of a decision that was refused with `log.commit_too_large`, or null if it must stay whole. Only leading slices of a plan are cut
 * off: the sealing event and all that follows it land in one commit, so a crash between the halves leaves slices that nobody counts.
 */
export function splitDecision(
  events: readonly StoredEvent[],
  refusal: unknown,
): readonly [readonly StoredEvent[], readonly StoredEvent[]] | null {
  if (!hasCode(refusal, "log.commit_too_large")) return null;
  const firstOther = events.findIndex((event) => !SLICES.has(event.type));
  const slices = firstOther === -1 ? events.length - 1 : firstOther;
  if (slices <= 0) return null;
  const cut = Math.min(slices, Math.ceil(events.length / 2));
  return [events.slice(0, cut), events.slice(cut)];
}
