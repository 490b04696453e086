/** Does what a plan names exist? The adapters, and discovery for tags, are asked when it is saved, not at the disaster. */
import { listedProblems, type Plan, type PlanProblem } from "@dr/domain";
import { DrError, type Unresolved } from "@dr/events";
import type { ApiDeps } from "../deps.ts";
import { checkReadiness, type TaskReadiness } from "./check-readiness.ts";

/** What was found out, and what somebody should know of it. */
export interface Resolved {
  readonly unresolved: readonly Unresolved[];
  readonly warnings: readonly PlanProblem[];
}

/** What stands in the way of a task, or that nobody could say. */
interface Obstacle {
  readonly taskId: string;
  readonly technology: string;
  readonly code: string;
  readonly message: string;
  readonly resource?: string | undefined;
  readonly isUnanswered: boolean;
}

/** How the answers to a save say that something is not there: `database.cluster_not_found`, `aws.not_found`, tags that nothing has. */
const MISSING = /(?:(?:^|[._])not_found|^planning\.tag_filters_empty)$/;
/** It would be refused whenever it is asked for, by planning or by the adapter's own schemas. An account that does not answer today may answer tomorrow. */
const FOR_GOOD = /^(?:planning\.(?!discovery_incomplete$)|query\.invalid_input$)/;
/** What an estate that does not exist yet says nothing about; tags that nothing has are made like names. */
const OF_INPUT = /^(?:planning\.(?!tag_filters_empty$)|query\.invalid_input$)/;

/**
 * Looks at every task, as a recovery that may count on nothing would. What is not there is refused with `plan.invalid` (`plan.unresolved`), or with
 * `allowUnresolved` kept and told; what would be refused for good is refused in any case (`plan.cannot_be_planned`). Whatever else stands in the way
 * today is a warning (`plan.not_ready`), since it may be otherwise at the disaster. Where an adapter could not be asked, or was silent, nobody knows: a warning
 * (`plan.not_asked`), and its tasks are kept as unresolved. Where missing names are made after a save (`about.providesNames`), the adapters are asked
 * only whether they take what is asked of them.
 */
export async function resolveLive(
  deps: ApiDeps,
  { waves, header }: Plan,
  { allowUnresolved, remainingMs }: { readonly allowUnresolved: boolean; readonly remainingMs: () => number },
): Promise<Resolved> {
  const seen = await obstaclesOf(deps, { waves, tags: header.tags, remainingMs });
  const unanswered = seen.filter(({ isUnanswered }) => isUnanswered);
  const told = seen.filter(({ isUnanswered }) => !isUnanswered);
  const missing = told.filter(({ code }) => MISSING.test(code));
  const others = told.filter(({ code }) => !MISSING.test(code));
  const toProblem = problemsAt(waves);
  const unresolved = missing.map(
    toProblem("plan.unresolved", "what exists, or ?allowUnresolved=true for an estate that does not exist yet"),
  );
  const refused = others
    .filter(({ code }) => FOR_GOOD.test(code))
    .map(toProblem("plan.cannot_be_planned", "what planning accepts: it would refuse this at the disaster"));
  const notReady = others
    .filter(({ code }) => !FOR_GOOD.test(code))
    .map(toProblem("plan.not_ready", "POST /plans/{planId}/validate shows when that has changed"));
  const notAsked = sayNotAsked(unanswered, placesOf(waves));
  const problems = [...(allowUnresolved ? [] : unresolved), ...refused];
  if (problems.length > 0) {
    const message = `the plan could not be carried out: ${problems[0]?.message ?? ""}`;
    const details = { errors: listedProblems(problems), warnings: listedProblems([...notReady, ...notAsked]) };
    throw new DrError("plan.invalid", message, { details });
  }
  return { unresolved: [...missing, ...unanswered].map(toUnresolved), warnings: listedProblems([...unresolved, ...notAsked, ...notReady]) };
}

function placesOf(waves: Plan["waves"]): ReadonlyMap<string, string> {
  return new Map(waves.flatMap((wave, index) => wave.tasks.map(({ taskId }, at) => [taskId, `waves[${index}].technologies[${at}]`])));
}

function problemsAt(waves: Plan["waves"]) {
  const places = placesOf(waves);
  return (code: string, expected: string) => (one: Obstacle) => ({
    path: places.has(one.taskId) ? `${places.get(one.taskId) ?? ""}.resources` : "",
    code,
    message: `task ${one.taskId}${one.resource === undefined ? "" : `, ${one.resource}`}: ${one.message} (${one.code})`,
    expected,
  });
}

const MAX_NAMED = 5;

/** One warning for each technology and reason: an adapter that is away is away for all of its tasks. */
function sayNotAsked(unanswered: readonly Obstacle[], places: ReadonlyMap<string, string>): readonly PlanProblem[] {
  const groups = Map.groupBy(unanswered, ({ technology, code, message }) => JSON.stringify([technology, code, message]));
  return [...groups.values()].flatMap(([first, ...rest]) => {
    if (!first) return [];
    const { technology, code, message } = first;
    const named = [first, ...rest].slice(0, MAX_NAMED).map(({ taskId }) => taskId);
    const more = rest.length + 1 - named.length;
    const tasks = `${rest.length === 0 ? "task" : "tasks"} ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
    const meaning =
      "nobody has looked whether what they name exists: it is saved unchecked, and shown as unresolved until it is saved again";
    return [
      {
        path: places.get(first.taskId) ?? "",
        code: "plan.not_asked",
        message: `${technology} could not be asked about ${tasks} (${code}: ${message}); ${meaning}`,
        expected: "an adapter that answers: save it again, or POST /plans/{planId}/validate, when it does",
      },
    ];
  });
}

function toUnresolved({ taskId, technology, resource, code, message, isUnanswered }: Obstacle): Unresolved {
  return {
    taskId,
    code,
    message,
    technology,
    ...(resource === undefined ? {} : { resource }),
    ...(isUnanswered ? { because: "nobody_answered" as const } : {}),
  };
}

interface Looked {
  readonly waves: Plan["waves"];
  readonly tags: Plan["header"]["tags"];
  readonly remainingMs: () => number;
}

/** Where names are made after a save, what is missing says nothing: the adapters are asked about the input alone, and whoever is away holds nothing up. */
async function obstaclesOf(deps: ApiDeps, looked: Looked): Promise<readonly Obstacle[]> {
  const query = deps.about.providesNames ? "input" : "readiness";
  const found = await checkReadiness(deps, { ...looked, executionType: "recovery", mode: "unplanned", query });
  const obstacles = found.flatMap(toObstacles);
  return query === "input" ? obstacles.filter(({ code, isUnanswered }) => !isUnanswered && OF_INPUT.test(code)) : obstacles;
}

function toObstacles({ taskId, technology, ready, checks }: TaskReadiness): readonly Obstacle[] {
  if (ready === null) return checks.map(({ code, message }) => ({ taskId, technology, code, message, isUnanswered: true }));
  return checks
    .filter(({ severity }) => severity === "block")
    .map(({ code, message, resource }) => ({ taskId, technology, code, message, resource, isUnanswered: false }));
}
