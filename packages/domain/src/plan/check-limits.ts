/** Limits of the services behind an operation that are known when a plan is saved. */
import { lazyObject } from "@dr/events";
import * as z from "zod";
import type { ChosenOperation } from "./check-operation.ts";
import type { DraftTask } from "./draft.ts";
import { isRecord } from "./fields.ts";
import type { ProblemReport } from "./problems.ts";

/** A limit on what one request of a service takes, declared on a list in an operation's schema: `z.array(…).meta({ limits: [serviceLimit] })`. */
const serviceLimitSchema = lazyObject(() => ({
  /** Items that have this field in common go into one request; without it, all do. A path before the last `/` of its value is passed over. */
  groupBy: z.string().optional(),
  /** What counts: items, each `each` times; or the characters (or values, in a list) of this field. */
  count: z.enum(["items", "characters", "values"]),
  field: z.string().optional(),
  each: z.number().positive().default(1),
  max: z.number().positive(),
  /** In words for the author of a plan: whose limit it is. */
  reason: z.string(),
}));
type ServiceLimit = z.infer<typeof serviceLimitSchema>;

/** Reports (`plan.service_limit`) lists of a task's resources that exceed a limit which their operation declares. */
export function checkLimits(report: ProblemReport, task: DraftTask, { operation }: ChosenOperation): void {
  for (const [name, limits] of limitsOf(operation.resourcesSchema)) {
    const items: unknown = task.resources?.[name];
    if (!Array.isArray(items)) continue;
    for (const limit of limits) checkLimit(report, [...task.path, "resources", name], items, limit);
  }
}

function checkLimit(report: ProblemReport, path: readonly (string | number)[], items: readonly unknown[], limit: ServiceLimit): void {
  const totals = new Map<string, number>();
  for (const item of items) {
    const group = limit.groupBy === undefined ? "" : lastOf(isRecord(item) ? item[limit.groupBy] : undefined);
    totals.set(group, (totals.get(group) ?? 0) + limit.each * weightOf(item, limit));
  }
  for (const [group, total] of totals) {
    if (total <= limit.max) continue;
    const message = `${limit.reason}: ${group === "" ? "this is" : `\`${group}\` makes`} ${total}; split it over several technologies`;
    report.problem(path, { code: "plan.service_limit", message, expected: `at most ${limit.max}` });
  }
}

function weightOf(item: unknown, { count, field }: ServiceLimit): number {
  if (count === "items") return 1;
  const value = isRecord(item) && field !== undefined ? item[field] : undefined;
  const values: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  if (count === "values") return Math.max(values.length, 1);
  return values.reduce<number>((sum, each) => sum + (typeof each === "string" ? each.length : 0), 0);
}

function lastOf(value: unknown): string {
  return typeof value === "string" ? value.slice(value.lastIndexOf("/") + 1) : "";
}

/** Limits by schema: schemas never change, and thousands of tasks share a few. A limit that cannot be read is none. */
const read = new WeakMap<object, ReadonlyMap<string, readonly ServiceLimit[]>>();

function limitsOf(schema: Readonly<Record<string, unknown>>): ReadonlyMap<string, readonly ServiceLimit[]> {
  const known = read.get(schema);
  if (known) return known;
  const properties = isRecord(schema["properties"]) ? schema["properties"] : {};
  const limits = Object.entries(properties).flatMap(([name, property]) => {
    const parsed = z.array(serviceLimitSchema).safeParse(isRecord(property) ? property["limits"] : undefined);
    return parsed.success ? [[name, parsed.data] as const] : [];
  });
  const found = new Map(limits);
  read.set(schema, found);
  return found;
}
