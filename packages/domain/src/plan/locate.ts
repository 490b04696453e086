/** Where in a parsed text a value stands. */
import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type Node, type Pair } from "yaml";
import type { Locate, Path } from "./problems.ts";

/** Line and column (from 1) of an offset. */
export type Place = (offset: number) => { readonly line: number; readonly column: number };

/** For data that never was text: no line is known. */
export const locateNothing: Locate = () => undefined;

/** Finds the place of a path in a parsed document; of a missing value, the place of what should hold it. */
export function createLocate(document: Document, place: Place): Locate {
  return (path, at = "value") => {
    const found = walk(document, path, at);
    const offset = found?.range?.[0];
    return offset === undefined ? undefined : place(offset);
  };
}

/** The node at `path`, or the nearest one above it when the value is missing. */
function walk(document: Document, path: Path, at: "value" | "key"): Node | undefined {
  let node = resolve(document.contents ?? undefined, document);
  for (const [depth, step] of path.entries()) {
    const pair = pairOf(node, step);
    const key = pair && isNode(pair.key) ? pair.key : undefined;
    if (at === "key" && depth === path.length - 1 && key) return key;
    const next = pair ? (isNode(pair.value) ? pair.value : key) : itemOf(node, step);
    if (!next) return node;
    node = resolve(next, document);
  }
  return node;
}

function pairOf(node: Node | undefined, step: string | number): Pair | undefined {
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(step));
}

function itemOf(node: Node | undefined, step: string | number): Node | undefined {
  const item: unknown = isSeq(node) && typeof step === "number" ? node.items[step] : undefined;
  return isNode(item) ? item : undefined;
}

function resolve(node: Node | undefined, document: Document): Node | undefined {
  return isAlias(node) ? (node.resolve(document) ?? node) : node;
}
