/** The event pattern matcher: AWS event-ruler's semantics in TypeScript. */
import { isJsonObject } from "../json/is-json-object.ts";
import { parseJson } from "../json/parse-json.ts";
import { toBranches } from "./branches.ts";
import { createFieldIndexer } from "./field-index.ts";
import { matchesBranch } from "./match-branch.ts";
import type { BranchField } from "./match-branch.ts";
import { invalidEvent, invalidPattern } from "./pattern-error.ts";

/**
 * Does this event match? The event is a value from `JSON.parse` or `parseJson`, or JSON text.
 * Throws `eventbridge.invalid_event` if it is not a JSON object.
 */
export type EventMatcher = (event: unknown) => boolean;

function readText(value: unknown, refuse: (message: string) => Error): unknown {
  if (typeof value !== "string") return value;
  try {
    return parseJson(value);
  } catch (error) {
    throw refuse(`a JSON object (${error instanceof Error ? error.message : String(error)})`);
  }
}

function byPath(left: BranchField, right: BranchField): number {
  if (left.path === right.path) return 0;
  return left.path < right.path ? -1 : 1;
}

/**
 * Compiles an event pattern, given as a value or as JSON text, into a matcher that can be used for any number of events.
 * Semantics are those of AWS's open-source event-ruler 2.0: what it answers for a pattern and an event, the matcher answers.
 * Throws `eventbridge.invalid_pattern`, with `details.path` and `details.expected`, for what EventBridge refuses.
 */
export function compilePattern(pattern: unknown): EventMatcher {
  const source = readText(pattern, (message) => invalidPattern([], message));
  if (!isJsonObject(source)) throw invalidPattern([], "a JSON object");
  const branches = toBranches(source).map((branch) => [...branch].map(([path, test]): BranchField => ({ path, test })).toSorted(byPath));
  const toIndex = createFieldIndexer(branches.flatMap((branch) => branch.map(({ path }) => path)));
  return (event) => {
    const index = toIndex(readText(event, invalidEvent));
    return branches.some((branch) => matchesBranch(branch, index));
  };
}
