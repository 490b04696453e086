/** A task against the registry: does somebody do this, and with such resources and config? */
import { didYouMean, nearestName } from "@dr/events";
import type * as z from "zod";
import type { DraftTask } from "./draft.ts";
import { isRecord } from "./fields.ts";
import { reportIssues } from "./issues.ts";
import type { ProblemReport } from "./problems.ts";
import { compile, type RegisteredOperation, type RegisteredTechnology, type TechnologyRegistry } from "./technology-registry.ts";

/** The operation that a task names, or the technology's default. */
export interface ChosenOperation {
  readonly name: string;
  readonly operation: RegisteredOperation;
}

/** Reports an unknown technology or operation (with the known ones), and resources or config that the operation's JSON Schemas refuse. */
export function checkOperation(report: ProblemReport, task: DraftTask, registry: TechnologyRegistry): ChosenOperation | undefined {
  if (task.type === undefined) return undefined;
  const technology = registry.get(task.type);
  if (!technology) {
    report.problem([...task.path, task.typeKey], {
      code: "plan.unknown_technology",
      message: `no adapter is registered for technology \`${task.type}\`${meant(task.type, [...registry.keys()])}`,
      expected: oneOf([...registry.keys()]),
    });
    return undefined;
  }
  const chosen = chooseOperation(report, task, technology);
  if (chosen) checkSchemas(report, task, chosen);
  return chosen;
}

function meant(word: string, known: readonly string[]): string {
  return didYouMean(nearestName(word, known));
}

function chooseOperation(
  report: ProblemReport,
  task: DraftTask,
  { operations, defaultOperation }: RegisteredTechnology,
): ChosenOperation | undefined {
  const name = task.operation ?? defaultOperation;
  const path = [...task.path, "operation"];
  const expected = oneOf([...operations.keys()]);
  if (name === undefined) {
    report.problem(path, {
      code: "plan.missing_field",
      message: `\`operation\` is required: \`${task.type}\` declares no default`,
      expected,
    });
    return undefined;
  }
  const operation = operations.get(name);
  if (!operation) {
    const message = `technology \`${task.type}\` has no operation \`${name}\`${meant(name, [...operations.keys()])}`;
    report.problem(path, { code: "plan.unknown_operation", message, expected });
    return undefined;
  }
  if (task.operation === undefined) {
    const message = `no operation is named: \`${name}\`, the default of \`${task.type}\`, is taken`;
    report.warn(path, { code: "plan.default_operation", message, expected });
  }
  return { name, operation };
}

function checkSchemas(report: ProblemReport, task: DraftTask, { name, operation }: ChosenOperation): void {
  const label = `${task.type ?? ""}.${name}`;
  if (task.resources) {
    const { tagFilters, ...value } = task.resources;
    const openEnded = tagFilters !== undefined;
    if (openEnded) checkTagFilters(report, task, tagFilters);
    check(report, { path: [...task.path, "resources"], value, schema: operation.resourcesSchema, label, openEnded });
  }
  checkSettings(report, task, { name, operation }, label);
}

/** Names of the settings that may also stand under `validation`. */
export function gatesOf({ configSchema }: RegisteredOperation): readonly string[] {
  const properties = isRecord(configSchema["properties"]) ? configSchema["properties"] : {};
  return Object.entries(properties).flatMap(([name, property]) => (isRecord(property) && property["gate"] === true ? [name] : []));
}

/** The config, and what stands under `validation` and is one of its settings: each is reported where it was written. */
function checkSettings(report: ProblemReport, task: DraftTask, { operation }: ChosenOperation, label: string): void {
  const { config = {}, validation = {} } = task;
  const gates = gatesOf(operation).filter((name) => name in validation && !(name in config));
  const value = { ...Object.fromEntries(gates.map((name) => [name, validation[name]])), ...config };
  const parsed = compile(operation.configSchema, label).safeParse(value);
  if (parsed.success) return;
  const isGate = ({ path: [name] }: z.core.$ZodIssue): boolean => typeof name === "string" && gates.includes(name);
  const sources = [
    ["validation", parsed.error.issues.filter(isGate)],
    ["config", parsed.error.issues.filter((issue) => !isGate(issue))],
  ] as const;
  for (const [part, issues] of sources)
    reportIssues(report, [...task.path, part], issues, { input: value, schema: operation.configSchema });
}

interface SchemaCheck {
  readonly path: readonly (string | number)[];
  readonly value: Readonly<Record<string, unknown>>;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly label: string;
  /** Tag filters will add what is missing. */
  readonly openEnded: boolean;
}

function check(report: ProblemReport, { path, value, schema, label, openEnded }: SchemaCheck): void {
  const parsed = compile(schema, label).safeParse(value);
  if (parsed.success) return;
  // What filters add later may be missing now; what is written, and what nobody knows, is as wrong as ever.
  const written = (issue: z.core.$ZodIssue): boolean =>
    issue.code === "unrecognized_keys" || (issue.path[0] !== undefined && issue.path[0] in value);
  reportIssues(report, path, openEnded ? parsed.error.issues.filter(written) : parsed.error.issues, { input: value, schema });
}

/** `{Key: value}` or `{Key: [values]}`. Planning turns them into resources, just before the execution. */
function checkTagFilters(report: ProblemReport, task: DraftTask, filters: unknown): void {
  const path = [...task.path, "resources", "tagFilters"];
  const values = isRecord(filters) ? Object.values(filters) : [];
  const isText = (value: unknown): boolean =>
    typeof value === "string" || (Array.isArray(value) && value.every((item) => typeof item === "string"));
  if (values.length === 0 || !values.every(isText)) {
    const message = "tag filters are a non-empty map from tag key to value, or to a list of values";
    report.problem(path, { code: "plan.invalid_value", message, expected: "an object of strings" });
    return;
  }
  report.warn(path, { code: "plan.tag_filters", message: "tag filters are resolved to resources when an execution is planned" });
}

function oneOf(names: readonly string[]): string {
  return names.length === 0 ? "none: no adapter is registered" : `one of ${names.join(", ")}`;
}
