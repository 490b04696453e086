/** From the nodes of a YAML document to plain data: aliases and merge keys as YAML means them, or a fault. */
import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { FaultFound } from "./document-fault.ts";
import { MAX_ALIASES, MAX_EXPANDED_LENGTH, MAX_VALUES } from "./document-limits.ts";
import type { ParseWork } from "./parse-work.ts";
import type { MemberPlace, ValuePlace } from "./place.ts";

/** A node made a value. `values` and `length` are its full extent, aliases at theirs. */
interface Built {
  readonly value: unknown;
  readonly place: ValuePlace;
  readonly values: number;
  readonly length: number;
}

interface Building {
  /** What each anchor stands for here: the last node before that had it. */
  readonly anchors: Map<string, Built | "open">;
  aliases: number;
  readonly work: ParseWork;
}

const CORE_TAGS = /^(?:!|tag:yaml\.org,2002:(?:map|seq|str|int|float|bool|null))$/;

/**
 * The document as plain data. An alias is the value that its anchor stands for; `<<` adds the members of a map (or of each map in a list, the first
 * wins) that its own map does not have. Throws `FaultFound` for duplicate keys, tags outside the core schema, an alias without its anchor or
 * within its own value, a `<<` of something else than maps, and more values, aliases or text than the limits. Each node is visited once.
 */
export function buildYamlValue(document: Document.Parsed, work: ParseWork): { readonly value: unknown; readonly root: ValuePlace } {
  const building: Building = { anchors: new Map(), aliases: 0, work };
  const { value, place } = build(building, document.contents, 0);
  return { value, root: place };
}

function build(building: Building, node: unknown, fallback: number): Built {
  if (isAlias(node)) return buildAlias(building, node.source, offsetOf(node, fallback));
  const offset = offsetOf(node, fallback);
  const { anchor, tag } = (node ?? {}) as { readonly anchor?: string; readonly tag?: string };
  if (tag !== undefined && !CORE_TAGS.test(tag))
    stop("malformed_yaml", offset, `the tag ${tag} has no meaning in a plan`, "the core tags of YAML 1.2");
  if (anchor !== undefined) building.anchors.set(anchor, "open");
  const built = isMap(node)
    ? buildMap(building, node, offset)
    : isSeq(node)
      ? buildList(building, node, offset)
      : buildScalar(building, node, offset);
  if (anchor !== undefined) building.anchors.set(anchor, built);
  return built;
}

function buildScalar(building: Building, node: unknown, offset: number): Built {
  const value: unknown = isScalar(node) ? node.value : null;
  const extent = { values: 1, length: typeof value === "string" ? value.length : 0 };
  count(building, extent, offset);
  return { value, place: { offset }, ...extent };
}

function buildAlias(building: Building, name: string, offset: number): Built {
  building.aliases += 1;
  if (building.aliases > MAX_ALIASES) {
    stop("too_many_aliases", offset, `more than ${MAX_ALIASES} uses of YAML aliases`, `at most ${MAX_ALIASES}`);
  }
  const target = building.anchors.get(name);
  if (target === undefined)
    return stop("malformed_yaml", offset, `no anchor \`${name}\` stands before this alias`, "an anchor that was set before");
  if (target === "open") return stop("malformed_yaml", offset, `\`${name}\` would contain itself`, "an alias outside its own value");
  count(building, target, offset);
  return target;
}

/** Adds what a node by itself, or an alias at its full extent, brings. */
function count({ work }: Building, { values, length }: Pick<Built, "values" | "length">, offset: number): void {
  work.values += values;
  work.length += length;
  if (values === 1 && work.values > MAX_VALUES) {
    stop("too_many_values", offset, "the document has too many values", `at most ${MAX_VALUES}`);
  }
  if (work.values > MAX_VALUES || work.length > MAX_EXPANDED_LENGTH) {
    stop("too_many_aliases", offset, "with its aliases at their full extent the document is too large", `at most ${MAX_VALUES} values`);
  }
}

function buildList(building: Building, { items }: YAMLSeq, offset: number): Built {
  count(building, { values: 1, length: 0 }, offset);
  const built = items.map((item) => build(building, item, offset));
  return {
    value: built.map(({ value }) => value),
    place: { offset, items: built.map(({ place }) => place) },
    ...extentOf(built, 0),
  };
}

function buildMap(building: Building, { items }: YAMLMap, offset: number): Built {
  const own = new Map<string, { readonly built: Built; readonly keyOffset: number }>();
  count(building, { values: 1, length: 0 }, offset);
  const merged: { readonly built: Built; readonly keyOffset: number }[] = [];
  const parts: Built[] = [];
  let [merges, keys] = [0, 0];
  for (const pair of items) {
    const { name, keyOffset, isMerge } = readKey(pair, offset);
    if (isMerge ? (merges += 1) > 1 : own.has(name)) stop("duplicate_key", keyOffset, "Map keys must be unique", "each key once");
    keys += name.length;
    count(building, { values: 0, length: name.length }, keyOffset);
    const built = build(building, pair.value, keyOffset);
    parts.push(built);
    if (isMerge) merged.push(...sourcesOf(built, keyOffset).map((source) => ({ built: source, keyOffset })));
    else own.set(name, { built, keyOffset });
  }
  return { ...assemble(own, merged, offset), ...extentOf(parts, keys) };
}

/** Own members, and those of merged maps that are not there yet. */
function assemble(
  own: ReadonlyMap<string, { readonly built: Built; readonly keyOffset: number }>,
  merged: readonly { readonly built: Built; readonly keyOffset: number }[],
  offset: number,
): Pick<Built, "value" | "place"> {
  const members = new Map<string, MemberPlace>();
  const values = new Map<string, unknown>();
  for (const [name, { built, keyOffset }] of own) {
    members.set(name, { keyOffset, value: built.place });
    values.set(name, built.value);
  }
  for (const { built } of merged) {
    for (const [name, value] of Object.entries(built.value as object) as [string, unknown][]) {
      const member = built.place.members?.get(name);
      if (values.has(name) || !member) continue;
      members.set(name, member);
      values.set(name, value);
    }
  }
  return { value: Object.fromEntries(values), place: { offset, members } };
}

/** The maps that `<<` names: one, or a list of them. */
function sourcesOf(built: Built, keyOffset: number): readonly Built[] {
  const places = built.place.items;
  const sources = places
    ? (built.value as readonly unknown[]).map((value, index) => ({ value, place: places[index] ?? built.place, values: 0, length: 0 }))
    : [built];
  if (sources.every(({ place }) => place.members)) return sources;
  return stop("malformed_yaml", keyOffset, "`<<` merges maps, and this is none", "a map, an alias of one, or a list of those");
}

function readKey({ key }: Pair, fallback: number): { readonly name: string; readonly keyOffset: number; readonly isMerge: boolean } {
  const keyOffset = offsetOf(key, fallback);
  if (!isScalar(key) || typeof key.value !== "string") return stop("malformed_yaml", keyOffset, "keys are text", "a key that is text");
  return { name: key.value, keyOffset, isMerge: key.value === "<<" && key.type === "PLAIN" };
}

function extentOf(parts: readonly Built[], keys: number): Pick<Built, "values" | "length"> {
  return {
    values: parts.reduce((sum, { values }) => sum + values, 1),
    length: parts.reduce((sum, { length }) => sum + length, keys),
  };
}

function offsetOf(node: unknown, fallback: number): number {
  return (node as Partial<Pick<Node, "range">> | null)?.range?.[0] ?? fallback;
}

function stop(code: string, offset: number, message: string, expected: string): never {
  throw new FaultFound({ code, offset, message, expected });
}
