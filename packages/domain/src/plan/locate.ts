/** Where in a text a path leads. */
import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type Node, type Pair } from "yaml";
import type { Place } from "./json-syntax.ts";
import type { JsonPlace } from "./json-text.ts";
import type { Locate, Path } from "./problems.ts";

/** For data that never was text: no line is known. */
export const locateNothing: Locate = () => undefined;

/** Finds places in JSON text. Of a missing value, the place of what should hold it. */
export function locateInJson(root: JsonPlace, place: Place): Locate {
  return (path, at = "value") => {
    let found = root;
    for (const [depth, step] of path.entries()) {
      const member = found.members?.get(String(step));
      if (member && at === "key" && depth === path.length - 1) return place(member.keyOffset);
      const next = member?.value ?? (typeof step === "number" ? found.items?.[step] : undefined);
      if (!next) break;
      found = next;
    }
    return place(found.offset);
  };
}

/** Finds places in a YAML document, through aliases. Of a missing value, the place of what should hold it. */
export function locateInYaml(document: Document, place: Place): Locate {
  return (path, at = "value") => {
    const offset = walk(document, path, at)?.range?.[0];
    return offset === undefined ? undefined : place(offset);
  };
}

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
