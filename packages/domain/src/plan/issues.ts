/** zod's issues in the plan's own words: a code, what was expected, what was found. */
import { didYouMean, expectedName, expectedOf, nearestName, resourceAnnotationSchema } from "@dr/events";
import type * as z from "zod";
import { nestedFields } from "./plan-fields.ts";
import type { Path, ProblemReport } from "./problems.ts";

type Issue = z.core.$ZodIssue;

/** What was parsed, which tells a missing field from a wrong one, and the JSON Schema that it was held against, if there is one. */
export interface ParsedInput {
  readonly input: unknown;
  readonly schema?: unknown;
}

/** Reports every issue of a failed parse below `path`; an unknown field with the nearest name that is known there. */
export function reportIssues(report: ProblemReport, path: Path, issues: readonly Issue[], { input, schema }: ParsedInput): void {
  for (const issue of issues.filter((one) => !isToldByFormat(one, issues))) {
    const at = [...path, ...toSteps(issue.path)];
    if (issue.code === "unrecognized_keys") {
      const known = schema === undefined ? nestedFields.get(String(at.at(-1))) : namesAt(schema, issue.path);
      for (const key of issue.keys) reportUnrecognised(report, [...at, key], known);
    } else if (valueAt(input, issue.path) === undefined) {
      report.problem(at, { code: "plan.missing_field", message: `\`${String(at.at(-1))}\` is required`, expected: expectedOf(issue) });
    } else {
      const named =
        issue.code === "invalid_format"
          ? (wordsFor(schema, issue.pattern) ?? nameMeant(schemaAt(schema, issue.path)))
          : fieldsMeant(issue, schema);
      const message = named === undefined ? issue.message : `expected ${named}`;
      report.problem(at, { code: codeOf(issue), message, expected: named ?? expectedOf(issue) });
    }
  }
}

/** A format that has words, such as a time, has a pattern beside it: one complaint is enough. */
function isToldByFormat(issue: Issue, issues: readonly Issue[]): boolean {
  const isPattern = (one: Issue): boolean => one.code === "invalid_format" && one.format === "regex";
  return isPattern(issue) && issues.some((other) => other.code === "invalid_format" && !isPattern(other) && isSamePath(other, issue));
}

function isSamePath(left: Issue, right: Issue): boolean {
  return left.path.length === right.path.length && left.path.every((step, index) => step === right.path[index]);
}

/** Names of the members that a JSON Schema has at this place; undefined where it has none or is more than properties and items. */
function namesAt(schema: unknown, path: readonly PropertyKey[]): readonly string[] | undefined {
  const properties = memberOf(schemaAt(schema, path), "properties");
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : undefined;
}

/** The part of a JSON Schema that is about this place; undefined where it is more than properties, items and entries of a map. */
function schemaAt(schema: unknown, path: readonly PropertyKey[]): unknown {
  let found = schema;
  for (const step of path) {
    found =
      typeof step === "number"
        ? memberOf(found, "items")
        : (memberOf(memberOf(found, "properties"), step) ?? memberOf(found, "additionalProperties"));
  }
  return found;
}

/** How many fields an object has is told by zod in words of its own, which name none of them. */
function fieldsMeant(issue: Issue, schema: unknown): string | undefined {
  if ((issue.code !== "too_small" && issue.code !== "too_big") || issue.origin !== "object") return undefined;
  const known = namesAt(schema, issue.path);
  const count = issue.code === "too_small" ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
  return `${count} of ${known === undefined ? "its fields" : known.join(", ")}`;
}

/** What a name of a resource may be, in words: nobody reads a pattern at 3 a.m. */
function nameMeant(schema: unknown): string | undefined {
  const annotation = resourceAnnotationSchema.safeParse(memberOf(schema, "resource"));
  return annotation.success ? [annotation.data.kind].flat().map(expectedName).join(", or ") : undefined;
}

/** The words that the schema has for a pattern, wherever in it that stands. */
function wordsFor(schema: unknown, pattern: string | undefined): string | undefined {
  if (typeof schema !== "object" || schema === null || pattern === undefined) return undefined;
  const { pattern: own, expected } = schema as { readonly pattern?: unknown; readonly expected?: unknown };
  if (typeof own === "string" && typeof expected === "string" && pattern === String(new RegExp(own))) return expected;
  for (const member of Object.values(schema)) {
    const found = wordsFor(member, pattern);
    if (found !== undefined) return found;
  }
  return undefined;
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined;
}

function reportUnrecognised(report: ProblemReport, path: Path, known: readonly string[] | undefined): void {
  const key = String(path.at(-1));
  const nearest = known && report.hint(() => nearestName(key, known) ?? "");
  const hint = nearest === undefined || nearest === "" || nearest === "exhausted" ? undefined : nearest;
  report.problem(path, {
    code: "plan.unknown_field",
    message: `unknown field \`${key}\`${didYouMean(hint)}`,
    expected: hint ?? (known?.length ? `one of ${known.join(", ")}` : "no field of this name"),
    at: "key",
  });
}

function codeOf(issue: Issue): string {
  return issue.code === "invalid_type" || issue.code === "invalid_union" ? "plan.wrong_type" : "plan.invalid_value";
}

function toSteps(path: readonly PropertyKey[]): (string | number)[] {
  return path.map((step) => (typeof step === "number" ? step : String(step)));
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}
