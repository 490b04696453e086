/** zod's issues in the plan's own words: a code, what was expected, what was found. */
import { nearestName } from "@dr/events";
import type { z } from "zod";
import { nestedFields } from "./plan-fields.ts";
import type { Path, ProblemReport } from "./problems.ts";

type Issue = z.core.$ZodIssue;

/** Reports every issue of a failed parse below `path`. `input` is what was parsed; it tells a missing field from a wrong one. */
export function reportIssues(report: ProblemReport, path: Path, issues: readonly Issue[], input: unknown): void {
  for (const issue of issues) {
    const at = [...path, ...toSteps(issue.path)];
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) reportUnrecognised(report, [...at, key]);
    } else if (valueAt(input, issue.path) === undefined) {
      report.problem(at, { code: "plan.missing_field", message: `\`${String(at.at(-1))}\` is required`, expected: expectedOf(issue) });
    } else {
      report.problem(at, { code: codeOf(issue), message: issue.message, expected: expectedOf(issue) });
    }
  }
}

function reportUnrecognised(report: ProblemReport, path: Path): void {
  const key = String(path.at(-1));
  const known = nestedFields.get(String(path.at(-2)));
  const nearest = known && report.hint(() => nearestName(key, known) ?? "");
  const hint = nearest === undefined || nearest === "" || nearest === "exhausted" ? undefined : nearest;
  report.problem(path, {
    code: "plan.unknown_field",
    message: `unknown field \`${key}\`${hint === undefined ? "" : `; did you mean \`${hint}\`?`}`,
    expected: hint ?? (known ? `one of ${known.join(", ")}` : "no field of this name"),
    at: "key",
  });
}

function codeOf(issue: Issue): string {
  return issue.code === "invalid_type" || issue.code === "invalid_union" ? "plan.wrong_type" : "plan.invalid_value";
}

function expectedOf(issue: Issue): string | undefined {
  if (issue.code === "invalid_type") return issue.expected === "record" ? "object" : issue.expected;
  if (issue.code === "invalid_value") return `one of ${issue.values.map(String).join(", ")}`;
  const inWords = /expected (.+)$/.exec(issue.message)?.[1];
  return inWords ?? (issue.code === "invalid_format" ? `text that matches ${issue.pattern}` : undefined);
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
