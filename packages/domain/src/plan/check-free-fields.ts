/** What stands in `validation`, `config` and `resources` and would not do what its author thinks. */
import { didYouMean, nearestName, plainName } from "@dr/events";
import { gatesOf, type ChosenOperation } from "./check-operation.ts";
import type { DraftTask } from "./draft.ts";
import { isRecord } from "./fields.ts";
import type { ProblemReport } from "./problems.ts";

/** The one check that the platform makes itself; others are settings that an operation takes. */
const MANUAL = "requireManualApproval";
/** A word with which somebody asks to be asked. */
const GATE_WORD = /approv|manual|gate|pause|confirm|sign-?off/i;

/**
 * Reports `validation` that is no gate but reads like one, an execution type inside a task, near misses of settings that an operation knows
 * although its schema lets anything pass (`plan.unknown_field`, `plan.wrong_type`, `plan.execution_type`), and warns of what has no effect
 * (`plan.no_effect`): other validation, and settings that the operation's schema calls deprecated.
 */
export function checkFreeFields(report: ProblemReport, task: DraftTask, chosen: ChosenOperation | undefined): void {
  checkValidation(report, task, chosen ? gatesOf(chosen.operation) : []);
  for (const part of ["resources", "config"] as const) {
    const value = task[part];
    if (!value) continue;
    refuseExecutionType(report, task, part, value);
    if (chosen) checkAgainstNames(report, task, part, propertiesOf(chosen.operation[`${part}Schema`]));
  }
}

/** Refuses (`plan.tag_filters_unsupported`) tag filters where nobody resolves them: a plan is not saved that planning would refuse. */
export function refuseTagFilters(report: ProblemReport, task: DraftTask, resolved: boolean): void {
  for (const part of ["resources", "config"] as const) {
    // Filters belong to the resources; nothing ever reads them in the config.
    if (task[part]?.["tagFilters"] === undefined || (resolved && part === "resources")) continue;
    const message =
      part === "config" && resolved
        ? "tag filters belong into `resources`: nothing reads them here"
        : "nobody here selects resources by tags: a plan that says so could be saved and never run";
    const expected = part === "config" && resolved ? "resources.tagFilters" : "the resources by name";
    report.problem([...task.path, part, "tagFilters"], { code: "plan.tag_filters_unsupported", message, expected, at: "key" });
  }
}

function checkValidation(report: ProblemReport, { path, validation = {} }: DraftTask, gates: readonly string[]): void {
  for (const [key, value] of Object.entries(validation)) {
    const at = [...path, "validation", key];
    if (key === MANUAL && typeof value !== "boolean")
      report.problem(at, { code: "plan.wrong_type", message: "expected true or false", expected: "boolean" });
    // A gate is held against the operation's schema with its settings.
    if (key === MANUAL || gates.includes(key)) continue;
    const meant = report.hint(() => nearestName(key, [MANUAL, ...gates]) ?? (GATE_WORD.test(key) ? MANUAL : false));
    if (meant !== false) {
      const nearest = meant === "exhausted" ? MANUAL : meant;
      const message = `\`${key}\` has no meaning here${didYouMean(nearest)}`;
      report.problem(at, { code: "plan.unknown_field", message, expected: nearest, at: "key" });
    } else {
      report.warn(at, { code: "plan.no_effect", message: `\`${key}\` is kept and checks nothing`, expected: MANUAL, at: "key" });
    }
  }
}

/** Whether something is a drill is said by who starts it. A plan that says otherwise would launch for real. */
function refuseExecutionType(
  report: ProblemReport,
  task: DraftTask,
  part: "resources" | "config",
  value: Readonly<Record<string, unknown>>,
): void {
  for (const key of Object.keys(value)) {
    if (key.length > 40 || plainName(key) !== "executiontype") continue;
    const at = [...task.path, part, key];
    const expected = "executionType in the request that starts the execution";
    const message = "the type belongs to the execution, and is not decided by a plan";
    // The one harmless value: an execution that was asked for as a drill stays one.
    if (key === "executionType" && value[key] === "recovery") report.warn(at, { code: "plan.no_effect", message, expected, at: "key" });
    else report.problem(at, { code: "plan.execution_type", message, expected });
  }
}

interface Names {
  readonly known: readonly string[];
  readonly deprecated: ReadonlyMap<string, string>;
  /** The schema refuses other names by itself. */
  readonly closed: boolean;
}

function checkAgainstNames(report: ProblemReport, task: DraftTask, part: "resources" | "config", names: Names): void {
  for (const key of Object.keys(task[part] ?? {})) {
    const at = [...task.path, part, key];
    const deprecated = names.deprecated.get(key);
    if (deprecated !== undefined && key !== "executionType") {
      report.warn(at, { code: "plan.no_effect", message: `\`${key}\` has no effect: ${deprecated}`, at: "key" });
    }
    if (names.closed || names.known.includes(key) || names.known.length === 0) continue;
    const nearest = report.hint(() => nearestName(key, names.known));
    if (nearest === undefined) continue;
    const message = `\`${key}\` has no meaning here${didYouMean(nearest === "exhausted" ? undefined : nearest)}`;
    report.problem(at, { code: "plan.unknown_field", message, expected: names.known.join(", "), at: "key" });
  }
}

/** Property names by schema: schemas never change, and a plan of thousands of tasks has a few operations. */
const read = new WeakMap<object, Names>();

function propertiesOf(schema: Readonly<Record<string, unknown>>): Names {
  const known = read.get(schema);
  if (known) return known;
  const properties = isRecord(schema["properties"]) ? schema["properties"] : {};
  const deprecated = Object.entries(properties).flatMap(([name, property]) => {
    if (!isRecord(property) || property["deprecated"] !== true) return [];
    const { description } = property;
    return [[name, typeof description === "string" ? description : "nothing reads it"] as const];
  });
  const names = {
    known: Object.keys(properties),
    deprecated: new Map(deprecated),
    closed: schema["additionalProperties"] === false,
  };
  read.set(schema, names);
  return names;
}
