/** Does what a plan names exist? The adapters, and discovery for tags, are asked when it is saved, not at the disaster. */
import type { Plan, PlanProblem } from "@dr/domain";
import { DrError, type Unresolved } from "@dr/events";
import type { ApiDeps } from "../deps.ts";
import { checkReadiness } from "./check-readiness.ts";

/** What was found out, and what somebody should know of it. */
export interface Resolved {
  readonly unresolved: readonly Unresolved[];
  readonly warnings: readonly PlanProblem[];
}

/** What stands in the way of a task. */
interface Obstacle {
  readonly taskId: string;
  readonly code: string;
  readonly message: string;
  readonly resource?: string | undefined;
}

/** How the answers to a save say that something is not there: `database.cluster_not_found`, `aws.not_found`, tags that nothing has. */
const MISSING = /(?:(?:^|[._])not_found|^planning\.tag_filters_empty)$/;
/** Planning would refuse it, whenever it is asked. An account that does not answer today may answer tomorrow. */
const FOR_GOOD = /^planning\.(?!discovery_incomplete$)/;

/**
 * Looks at every task, as a recovery that may count on nothing would. What is not there is refused with `plan.invalid` (`plan.unresolved`), or with
 * `allowUnresolved` kept and told; what planning would refuse for good is refused in any case (`plan.cannot_be_planned`). Whatever else stands in the way
 * today is a warning, since it may be otherwise at the disaster, and so is an adapter that does not answer. Where missing names are made after a save
 * (`about.providesNames`), no adapter is asked for them.
 */
export async function resolveLive(
  deps: ApiDeps,
  { waves }: Pick<Plan, "waves">,
  { allowUnresolved, remainingMs }: { readonly allowUnresolved: boolean; readonly remainingMs: () => number },
): Promise<Resolved> {
  const seen = await obstaclesOf(deps, waves, remainingMs);
  const places = new Map(
    waves.flatMap((wave, index) => wave.tasks.map(({ taskId }, at) => [taskId, `waves[${index}].technologies[${at}].resources`] as const)),
  );
  const toProblem = (code: string, expected: string) => (one: Obstacle) => ({
    path: places.get(one.taskId) ?? "",
    code,
    message: `task ${one.taskId}${one.resource === undefined ? "" : `, ${one.resource}`}: ${one.message} (${one.code})`,
    expected,
  });
  const missing = seen.filter(({ code }) => MISSING.test(code));
  const others = seen.filter(({ code }) => !MISSING.test(code));
  const unresolved = missing.map(
    toProblem("plan.unresolved", "what exists, or ?allowUnresolved=true for an estate that does not exist yet"),
  );
  const refused = others
    .filter(({ code }) => FOR_GOOD.test(code))
    .map(toProblem("plan.cannot_be_planned", "what planning accepts: it would refuse this at the disaster"));
  const notReady = others
    .filter(({ code }) => !FOR_GOOD.test(code))
    .map(toProblem("plan.not_ready", "POST /plans/{planId}/validate shows when that has changed"));
  const problems = [...(allowUnresolved ? [] : unresolved), ...refused];
  if (problems.length > 0) {
    const message = `the plan could not be carried out: ${problems[0]?.message ?? ""}`;
    throw new DrError("plan.invalid", message, { details: { errors: problems, warnings: notReady } });
  }
  return {
    unresolved: missing.map(({ taskId, resource, code, message }) => ({
      taskId,
      code,
      message,
      ...(resource === undefined ? {} : { resource }),
    })),
    warnings: [...unresolved, ...notReady],
  };
}

async function obstaclesOf(deps: ApiDeps, waves: Plan["waves"], remainingMs: () => number): Promise<readonly Obstacle[]> {
  const how = { executionType: "recovery", mode: "unplanned" } as const;
  if (!deps.about.providesNames && deps.askAdapter) {
    const tasks = await checkReadiness(deps, { waves, ...how, remainingMs });
    return tasks.flatMap(({ taskId, checks }) =>
      checks.filter(({ severity }) => severity === "block").map((check) => ({ taskId, ...check })),
    );
  }
  if (!deps.discovery) return [];
  const { createResolveTagFilters } = await import("@dr/discovery");
  const resolve = createResolveTagFilters(deps.discovery);
  const found = await resolve({ waves, ...how, allowPartialDiscovery: false, lostRegions: [] });
  if (found.ok) return [];
  const { code, message, details = {} } = found.failure;
  const about = details["taskId"];
  return [{ taskId: typeof about === "string" ? about : "", code, message }];
}
