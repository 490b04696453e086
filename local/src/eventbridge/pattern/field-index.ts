/** An event as the fields that a pattern asks for: dotted path to the scalars found there. */
import { isJsonObject, MAX_JSON_DEPTH } from "../json/is-json-object.ts";
import type { JsonObject } from "../json/is-json-object.ts";
import { isRawNumber } from "../json/raw-number.ts";
import type { Membership } from "./array-membership.ts";
import type { Leaf } from "./leaf.ts";
import { invalidEvent } from "./pattern-error.ts";

/** A scalar of the event and the array elements it stands in. */
export interface FieldValue {
  readonly leaf: Leaf;
  readonly membership: Membership | undefined;
}

/** Dotted path to its values, in the order of the event. Empty arrays and objects leave no trace: only scalars exist. */
export type FieldIndex = ReadonlyMap<string, readonly FieldValue[]>;

/** Trailing empty pieces do not count, as in Java's `split`. */
function toSteps(path: string): string[] {
  if (path === "") return [""];
  const steps = path.split(".");
  while (steps.at(-1) === "") steps.pop();
  return steps;
}

function isLeaf(value: unknown): value is Leaf {
  const type = typeof value;
  return type === "string" || type === "number" || type === "boolean" || value === null || isRawNumber(value);
}

/**
 * Makes the indexer for a set of field paths. It descends only into keys that occur in some path, and keeps only the paths asked for.
 * The indexer throws `eventbridge.invalid_event` for anything but a JSON object, or one nested more than 1000 deep.
 */
export function createFieldIndexer(paths: readonly string[]): (event: unknown) => FieldIndex {
  const wanted = new Set(paths);
  const usedSteps = new Set(paths.flatMap(toSteps));
  const isUsed = (key: string): boolean => usedSteps.has(key) || (key.includes(".") && toSteps(key).every((part) => usedSteps.has(part)));

  return (event) => {
    const index = new Map<string, FieldValue[]>();
    let arrays = 0;

    const addLeaf = (leaf: Leaf, path: string, membership: Membership | undefined): void => {
      if (!wanted.has(path)) return;
      const values = index.get(path);
      if (values === undefined) index.set(path, [{ leaf, membership }]);
      else values.push({ leaf, membership });
    };
    const addArray = (elements: readonly unknown[], path: string, outer: Membership | undefined, depth: number): void => {
      const array = arrays;
      arrays += 1;
      for (const [element, value] of elements.entries()) {
        // A scalar stands in no element of its own array: ["x", "y"] holds both values at once.
        addValue(value, path, isLeaf(value) ? outer : { array, element, outer }, depth);
      }
    };
    const addObject = (object: JsonObject, prefix: string | undefined, membership: Membership | undefined, depth: number): void => {
      if (depth > MAX_JSON_DEPTH) throw invalidEvent(`at most ${MAX_JSON_DEPTH} levels`);
      for (const key of Object.keys(object)) {
        if (isUsed(key)) addValue(object[key], prefix === undefined ? key : `${prefix}.${key}`, membership, depth);
      }
    };
    const addValue = (value: unknown, path: string, membership: Membership | undefined, depth: number): void => {
      if (isLeaf(value)) addLeaf(value, path, membership);
      else if (Array.isArray(value)) addArray(value, path, membership, depth + 1);
      else if (isJsonObject(value)) addObject(value, path, membership, depth + 1);
    };

    if (!isJsonObject(event)) throw invalidEvent("a JSON object");
    addObject(event, undefined, undefined, 1);
    return index;
  };
}
