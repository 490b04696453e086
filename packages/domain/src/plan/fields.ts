/** Reads an object field by field, so that one wrong field hides no other. */
import type * as z from "zod";
import { reportIssues } from "./issues.ts";
import type { Path, ProblemReport } from "./problems.ts";
import { reportUnknownKeys } from "./unknown-keys.ts";

type Shape = Readonly<Record<string, z.ZodType>>;

/** The fields that were right; a wrong or missing one is absent (and reported). */
export type Fields<S extends Shape> = { readonly [K in keyof S]?: z.output<S[K]> };

/** True for a plain object: not null, not an array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Reads the fields of `raw` that `shape` names. Wrong and missing fields are problems; a field that nobody knows is
 * a problem if it resembles one that decides safety, else a warning. `ignored` fields are known and have no meaning here.
 */
export function readFields<S extends Shape>(
  report: ProblemReport,
  raw: unknown,
  path: Path,
  { shape, ignored = [] }: { readonly shape: S; readonly ignored?: readonly string[] },
): Fields<S> {
  if (!isRecord(raw)) {
    report.problem(path, { code: "plan.wrong_type", message: `expected an object, received ${nameOf(raw)}`, expected: "object" });
    return {};
  }
  reportUnknownKeys(report, raw, path, [...Object.keys(shape), ...ignored]);
  const fields: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(shape)) {
    const parsed = schema.safeParse(raw[key]);
    if (!parsed.success) reportIssues(report, [...path, key], parsed.error.issues, { input: raw[key] });
    else if (parsed.data !== undefined) fields[key] = parsed.data;
  }
  return fields as Fields<S>;
}

/** What a value is, in words for a message. */
function nameOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : `a ${typeof value}`;
}
