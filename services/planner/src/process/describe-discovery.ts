/** What tag filters led to, as it is recorded with the plan of an execution: from where, and how it differs from the last drill. */
import { differenceToDrill, type Resolution } from "@dr/discovery";
import type { ExecutionCommand, ExecutionState } from "@dr/domain";
import type { CommandHandler, HistoryStore } from "@dr/event-log";
import type { Discovered, WaveSpec } from "@dr/events";

/** What finding the last drill needs. */
export interface LastDrillDeps {
  readonly executions: Pick<CommandHandler<ExecutionState, ExecutionCommand>, "load">;
  readonly history: Pick<HistoryStore, "listByPlan">;
}

/** Executions of the plan that are looked through, newest first: an older drill proves little. */
const PAGES = 5;
const PAGE = 50;
/** As many accounts and Regions as fit into an event beside everything else. */
const MAX_TARGETS = 200;

/** The record of a resolution. */
export async function describeDiscovery(
  deps: LastDrillDeps,
  planId: string,
  { waves, found }: { readonly waves: readonly WaveSpec[]; readonly found: NonNullable<Extract<Resolution, { ok: true }>["found"]> },
): Promise<Discovered> {
  const difference = differenceToDrill(waves, await lastDrill(deps, planId));
  return {
    resources: found.tasks.reduce((sum, { resources }) => sum + resources.length, 0),
    partial: found.partial,
    targets: found.targets.slice(0, MAX_TARGETS).map((target) => ({ ...target })),
    difference: { ...difference, neverDrilled: [...difference.neverDrilled], gone: [...difference.gone] },
  };
}

/** What the newest completed drill of the plan really exercised: the tasks that had a result, cleaned up or not. */
async function lastDrill({ executions, history }: LastDrillDeps, planId: string) {
  let cursor: string | undefined;
  for (let page = 1; page <= PAGES; page += 1) {
    const listed = await history.listByPlan(planId, { executionType: "drill", limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    const item = listed.items.find(({ Status }) => Status === "completed");
    if (item) {
      const { state } = await executions.load(item.ExecutionId);
      const drilled = state.waves.map(({ tasks }) => ({
        tasks: tasks.filter(({ result }) => result !== null).map(({ spec }) => spec),
      }));
      return { executionId: item.ExecutionId, drilled };
    }
    if (listed.cursor === undefined) return undefined;
    cursor = listed.cursor;
  }
  return undefined;
}
