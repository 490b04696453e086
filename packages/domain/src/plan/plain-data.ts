/** Makes sure that a value is plain JSON data: what cannot be stored as it is must not be taken. */
import { isSendable, isStorableNumber, MAX_STORED_DEPTH, SENDABLE_TEXT, STORABLE_NUMBER } from "@dr/events";
import type { Path, ProblemReport } from "./problems.ts";

/** An event puts some levels around what a plan holds. A plan of ours needs ten. */
const MAX_DEPTH = MAX_STORED_DEPTH - 6;

/**
 * Reports what could not be stored unchanged: numbers that JSON or the log does not have, broken Unicode, `__proto__` keys, values of other
 * kinds, nesting without end (a YAML alias may contain itself). False if the value has no end and must not be read any further.
 */
export function checkPlainData(report: ProblemReport, value: unknown): boolean {
  return check(report, value, []);
}

function check(report: ProblemReport, value: unknown, path: Path): boolean {
  if (Array.isArray(value)) return checkMembers(report, [...value.entries()], path);
  if (isPlainObject(value))
    return checkMembers(
      report,
      Object.entries(value).filter(([, member]) => member !== undefined),
      path,
    );
  const expected = expectedOf(value);
  if (expected !== undefined) report.problem(path, { code: "plan.not_json", message: `${String(value)} cannot be stored`, expected });
  return true;
}

function checkMembers(report: ProblemReport, members: readonly (readonly [string | number, unknown])[], path: Path): boolean {
  if (path.length >= MAX_DEPTH) {
    report.problem(path, { code: "plan.too_deep", message: "nested too deeply", expected: `at most ${MAX_DEPTH} levels` });
    return false;
  }
  // The first member without end stops all: a value that contains itself twice has 2^22 paths.
  return members.every(([key, member]) => {
    const at = [...path, key];
    if (key === "__proto__" || (typeof key === "string" && !isSendable(key))) {
      report.problem(at, { code: "plan.not_json", message: "this key cannot be stored", expected: "another name" });
    }
    return check(report, member, at);
  });
}

/** What is expected instead of a value that is no list and no object; undefined if it is fine. */
function expectedOf(value: unknown): string | undefined {
  if (value === null || typeof value === "boolean") return undefined;
  if (typeof value === "string") return isSendable(value) ? undefined : SENDABLE_TEXT;
  if (typeof value !== "number") return "a JSON value";
  return isStorableNumber(value) ? undefined : STORABLE_NUMBER;
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
