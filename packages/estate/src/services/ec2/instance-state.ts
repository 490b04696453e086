// What an instance looks like at a moment: a pure function of its record and estate time.
import { NEVER_MS } from "../../estate-clock.ts";
import type { InstanceRecord, InstanceStateWord, Phase } from "./records.ts";

/** A terminated instance can still be described for about an hour. */
const TERMINATED_VISIBLE_MS = 3600 * 1000;

const phaseAt = ({ phases }: InstanceRecord, nowMs: number): Phase | undefined => phases.findLast(({ fromMs }) => nowMs >= fromMs);

/** EC2's word for it; undefined before it exists. */
export const instanceStateAt = (instance: InstanceRecord, nowMs: number): InstanceStateWord | undefined => phaseAt(instance, nowMs)?.state;

/** Whether EC2 shows it at all. */
export const isVisible = (instance: InstanceRecord, nowMs: number): boolean => {
  const phase = phaseAt(instance, nowMs);
  return phase !== undefined && (phase.state !== "terminated" || nowMs < phase.fromMs + TERMINATED_VISIBLE_MS);
};

/** Whether its status checks are through. */
export const checksPassed = (instance: InstanceRecord, nowMs: number): boolean => {
  const phase = phaseAt(instance, nowMs);
  return phase?.state === "running" && nowMs >= phase.fromMs + instance.checksMs;
};

/** The instance with phases to come replaced; those at `NEVER_MS` never come. */
export const withPhases = (instance: InstanceRecord, nowMs: number, next: readonly Phase[]): InstanceRecord => ({
  ...instance,
  phases: [...instance.phases.filter(({ fromMs }) => fromMs < nowMs), ...next.filter(({ fromMs }) => fromMs < NEVER_MS)],
});
