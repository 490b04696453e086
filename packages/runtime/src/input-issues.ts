/** What is wrong with an input, by its schema: an unknown field is told with the nearest of the names that are known where it stands. */
import * as z from "zod";
import { toProblemIssues, type ProblemIssue } from "./problem.ts";

/** Every wrong place of an input that the schema refused. */
export function inputIssues(schema: z.ZodType, { issues }: z.ZodError): readonly ProblemIssue[] {
  return issues.flatMap((issue) => toProblemIssues(issue, (path) => keysAt(schema, path)));
}

/** The same in one line, each place below `root`. */
export function inWords(issues: readonly ProblemIssue[], root: string): string {
  return issues
    .slice(0, MAX_TOLD)
    .map(({ path, message }) => `${path === "" ? root : `${root}.${path}`}: ${message}`)
    .join("; ");
}

/** More than these nobody reads in a line. */
const MAX_TOLD = 10;

/** Names of the fields that an object at this place may have; where it may have one of several forms, those of all of them. */
function keysAt(schema: unknown, path: readonly PropertyKey[]): readonly string[] {
  const [key, ...rest] = path;
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) return [...new Set(inner.options.flatMap((form) => keysAt(form, path)))];
  if (inner instanceof z.ZodObject) {
    if (key === undefined) return Object.keys(inner.shape);
    return keysAt((inner.shape as Record<PropertyKey, unknown>)[key], rest);
  }
  if (inner instanceof z.ZodRecord) return key === undefined ? [] : keysAt(inner.valueType, rest);
  return inner instanceof z.ZodArray && key !== undefined ? keysAt(inner.element, rest) : [];
}

function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) return unwrap(schema.unwrap());
  return schema instanceof z.ZodPipe ? unwrap(schema.in) : schema;
}
