/** What the saved plans recover: by name, and by tags as they are now. */
import { resolveWaves, type Inventory, type PlannedResource, type TagFilters } from "@dr/discovery";
import { planVersion, taskResources } from "@dr/domain";
import { DrError, type TaskSpec, type WaveSpec } from "@dr/events";
import type { ApiDeps } from "../deps.ts";

/** Plans that are looked at, newest first: more are no matter of one answer. */
const MAX_PLANS = 200;

/** Resources of all plans, and the filters that they ask with. A task whose tags lead nowhere recovers nothing, and is no reason to stop. */
export async function plannedResources(
  { planCatalog, plans }: Pick<ApiDeps, "planCatalog" | "plans">,
  inventory: Inventory,
): Promise<{ readonly planned: readonly PlannedResource[]; readonly filters: readonly TagFilters[] }> {
  const { items } = await planCatalog.list({ limit: MAX_PLANS });
  const loaded = await Promise.all(items.map(async ({ PlanId: planId }) => ({ planId, state: (await plans.load(planId)).state })));
  const tasks = loaded.flatMap(({ planId, state }) =>
    (planVersion(state)?.waves ?? []).flatMap((wave) => wave.tasks.map((task) => ({ planId, wave, task }))),
  );
  return {
    planned: tasks.flatMap(({ planId, wave, task }) => resourcesOf(planId, wave, task, inventory)),
    filters: tasks.flatMap(({ task }) => (isByTags(task) ? [task.resources["tagFilters"] as TagFilters] : [])),
  };
}

function resourcesOf(planId: string, wave: WaveSpec, task: TaskSpec, inventory: Inventory): readonly PlannedResource[] {
  const [named] = isByTags(task) ? resolved({ ...wave, dependencies: [], tasks: [task] }, inventory) : [task];
  const { waveNumber } = wave;
  return (named ? taskResources(named) : [])
    .filter(({ use }) => use === "acts")
    .map(({ reference, written }) => ({ planId, waveNumber, reference, written }));
}

function resolved(wave: WaveSpec, inventory: Inventory): readonly TaskSpec[] {
  try {
    return resolveWaves([wave], inventory).waves.flatMap(({ tasks }) => tasks);
  } catch (error) {
    if (error instanceof DrError) return [];
    throw error;
  }
}

function isByTags({ resources }: TaskSpec): boolean {
  return resources["tagFilters"] !== undefined;
}
