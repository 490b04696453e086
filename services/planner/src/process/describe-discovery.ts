/** What tag filters led to, as it is recorded with the plan of an execution: from where, and how it differs from the last drill. */
import { differenceToDrill, exercisedIn, type Resolution } from "@dr/discovery";
import type { ExecutionState } from "@dr/domain";
import { lastDrill, type PastExecutionsDeps } from "@dr/event-log";
import type { Discovered, WaveSpec } from "@dr/events";

/** As many accounts and Regions as fit into an event beside everything else. */
const MAX_TARGETS = 200;

/** The record of a resolution. */
export async function describeDiscovery(
  deps: PastExecutionsDeps<ExecutionState>,
  planId: string,
  { waves, found }: { readonly waves: readonly WaveSpec[]; readonly found: NonNullable<Extract<Resolution, { ok: true }>["found"]> },
): Promise<Discovered> {
  const drill = await lastDrill(deps, planId);
  const difference = differenceToDrill(waves, drill && exercisedIn(drill));
  return {
    resources: found.tasks.reduce((sum, { resources }) => sum + resources.length, 0),
    partial: found.partial,
    targets: found.targets.slice(0, MAX_TARGETS).map((target) => ({ ...target })),
    difference: { ...difference, neverDrilled: [...difference.neverDrilled], gone: [...difference.gone] },
  };
}
