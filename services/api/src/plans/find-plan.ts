/** Plans by id, consistently read. */
import { planVersion, type PlanState, type PlanVersion } from "@dr/domain";
import { DrError } from "@dr/events";
import type { ApiDeps } from "../deps.ts";

/** The plan's state. Throws `plan.not_found` if it never existed. */
export async function loadPlan({ plans }: Pick<ApiDeps, "plans">, planId: string): Promise<PlanState> {
  const { state } = await plans.load(planId);
  if (!state.exists) throw planNotFound(planId);
  return state;
}

/** The current version of a plan that may be executed. Throws `plan.not_found`, also for a deleted plan. */
export async function loadCurrent(deps: Pick<ApiDeps, "plans">, planId: string): Promise<PlanVersion> {
  const state = await loadPlan(deps, planId);
  const current = planVersion(state);
  if (state.deleted || !current) throw planNotFound(planId);
  return current;
}

/** One version of a plan, also of a deleted one; without a number the current one. Throws `plan.not_found`, `plan_version.not_found`. */
export async function loadVersion(deps: Pick<ApiDeps, "plans">, planId: string, version: number | undefined): Promise<PlanVersion> {
  if (version === undefined) return loadCurrent(deps, planId);
  return versionOf(await loadPlan(deps, planId), version);
}

/** Two versions of a plan. Throws `plan_version.not_found`. */
export function versionsOf(state: PlanState, [one, other]: readonly [number, number]): readonly [PlanVersion, PlanVersion] {
  return [versionOf(state, one), versionOf(state, other)];
}

function versionOf(state: PlanState, version: number): PlanVersion {
  const found = planVersion(state, version);
  if (!found) throw new DrError("plan_version.not_found", `this plan has no version ${version}`);
  return found;
}

function planNotFound(planId: string): DrError {
  return new DrError("plan.not_found", `there is no plan ${planId}`);
}
