/** A plan as the system keeps it: normalised, every default filled in. */
import type { PlanHeader, WaveSpec } from "@dr/events";
import { hashOf } from "./hash-of.ts";

/** A normalised plan. Waves are sorted by number; nothing in it is optional that an execution needs. */
export interface Plan {
  readonly header: PlanHeader;
  readonly waves: readonly WaveSpec[];
}

/** Identity of a plan's content: the same for every spelling of the same plan. Lower-hex sha256 of its canonical JSON. */
export function planHash(plan: Plan): string {
  return hashOf({ header: plan.header, waves: plan.waves });
}

/** Identity of frozen waves, resources resolved. Approvals bind to it. Lower-hex sha256 of their canonical JSON. */
export function manifestHash(waves: readonly WaveSpec[]): string {
  return hashOf(waves);
}

/** Number of tasks in these waves. */
export function countTasks(waves: readonly WaveSpec[]): number {
  return waves.reduce((sum, wave) => sum + wave.tasks.length, 0);
}
