/** Does what a plan names exist? The adapters are asked when it is saved, not at the disaster. */
import type { Plan, PlanProblem } from "@dr/domain";
import { DrError, type Unresolved } from "@dr/events";
import type { ApiDeps } from "../deps.ts";
import { checkReadiness } from "./check-readiness.ts";

/** What was found out, and what somebody should know of it. */
export interface Resolved {
  readonly unresolved: readonly Unresolved[];
  readonly warnings: readonly PlanProblem[];
}

/** An adapter's code for a thing that is not there: `database.cluster_not_found`, `aws.not_found`. */
const NOT_FOUND = /(?:^|[._])not_found$/;

/**
 * Asks the adapters for every task, as a recovery that may count on nothing would look. What is not there is refused with `plan.invalid`
 * (`plan.unresolved`), or with `allowUnresolved` kept and told; whatever else stands in the way today is a warning, since it may be otherwise at the
 * disaster. An adapter that does not answer is a warning too. Where missing names are made after a save (`about.providesNames`), nobody is asked.
 */
export async function resolveLive(
  deps: ApiDeps,
  { waves }: Pick<Plan, "waves">,
  { allowUnresolved, remainingMs }: { readonly allowUnresolved: boolean; readonly remainingMs: () => number },
): Promise<Resolved> {
  if (deps.about.providesNames || !deps.askAdapter) return { unresolved: [], warnings: [] };
  const tasks = await checkReadiness(deps, { waves, executionType: "recovery", mode: "unplanned", remainingMs });
  const places = new Map(
    waves.flatMap((wave, index) => wave.tasks.map(({ taskId }, at) => [taskId, `waves[${index}].technologies[${at}].resources`] as const)),
  );
  const seen = tasks.flatMap(({ taskId, checks }) =>
    checks.filter(({ severity }) => severity === "block").map((check) => ({ taskId, path: places.get(taskId) ?? "", ...check })),
  );
  const missing = seen.filter(({ code }) => NOT_FOUND.test(code));
  const problems = missing.map(({ taskId, path, resource, message, code }) => ({
    path,
    code: "plan.unresolved",
    message: `task ${taskId}${resource === undefined ? "" : `, ${resource}`}: ${message} (${code})`,
    expected: "what exists, or ?allowUnresolved=true for an estate that does not exist yet",
  }));
  const notReady = seen
    .filter(({ code }) => !NOT_FOUND.test(code))
    .map(({ taskId, path, message, code }) => ({
      path,
      code: "plan.not_ready",
      message: `task ${taskId} could not be done today: ${message} (${code})`,
      expected: "POST /plans/{planId}/validate shows when that has changed",
    }));
  if (problems.length > 0 && !allowUnresolved) {
    const message = `the plan names ${problems.length} thing(s) that nobody finds; the first: ${problems[0]?.message ?? ""}`;
    throw new DrError("plan.invalid", message, { details: { errors: problems, warnings: notReady } });
  }
  return {
    unresolved: missing.map(({ taskId, resource, code, message }) => ({
      taskId,
      code,
      message,
      ...(resource === undefined ? {} : { resource }),
    })),
    warnings: [...problems, ...notReady],
  };
}
