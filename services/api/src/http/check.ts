/** Holds parts of a request to the schemas of its row, and names for every unknown field the one that was probably meant. */
import { DrError } from "@dr/events";
import { inputIssues, type ProblemIssue } from "@dr/runtime";
import type * as z from "zod";

/** Which part of a request is looked at. */
export type Part = "path" | "query" | "body";

/** More than this nobody reads; the rest is counted. */
const MAX_ISSUES = 50;

/** The value as the schema gives it. Throws `request.invalid` with every wrong place (at most fifty). */
export function check(schema: z.ZodType, value: unknown, part: Part): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = inputIssues(schema, parsed.error);
  // A missing body has no path of its own; the word tells more than an empty string.
  const errors: ProblemIssue[] = issues.slice(0, MAX_ISSUES).map((issue) => (issue.path === "" ? { ...issue, path: part } : issue));
  throw new DrError("request.invalid", `${issues.length} invalid value(s) in the ${part}`, { details: { errors } });
}
