/** Changes one value anywhere in an export. */
import type { HeadKey } from "@dr/event-log";
import { signExport } from "../execution-export.ts";
import { verifyExecution } from "../verify-execution.ts";

/** A random integer in [0, below). */
export type Random = (below: number) => number;

/** Always the same numbers for one seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

interface Place {
  readonly holder: Record<string, unknown> | unknown[];
  readonly key: string;
  readonly path: string;
}

/** A copy in which one value was changed, removed or added; half of the mutations are outside the commits. */
export function mutateAnyField(
  exported: Readonly<Record<string, unknown>>,
  random: Random,
): { readonly path: string; readonly mutated: Record<string, unknown> } {
  const mutated = structuredClone(exported) as Record<string, unknown>;
  const outside = random(2) === 0;
  const places = placesIn(mutated, "").filter(({ path }) => path.startsWith("commits.") !== outside);
  const place = places[random(places.length)] as Place;
  CHANGES[random(3)]?.(place);
  return { path: place.path, mutated };
}

/** What may happen to a value: another one, none, one beside it, one of another kind. Each leaves an export that differs from what it was. */
const CHANGES: readonly ((place: Place) => void)[] = [
  (place) => put(place, changed(valueAt(place))),
  ({ holder, key }) => void (Array.isArray(holder) ? holder.splice(Number(key), 1) : Reflect.deleteProperty(holder, key)),
  ({ holder }) => void (Array.isArray(holder) ? holder.push("added") : Object.assign(holder, { added: true })),
  (place) => put(place, ofOtherKind(valueAt(place))),
];

/** One mutation: where, what (an index of four), and the copy that has it. */
export interface Mutation {
  readonly path: string;
  readonly change: number;
  readonly mutated: Record<string, unknown>;
}

/** Every value of an export, whichever it is, changed in each of the four ways; of all these every `step`th, beginning with the `from`th. */
export function* everyMutation(exported: Readonly<Record<string, unknown>>, { from = 0, step = 1 } = {}): Generator<Mutation> {
  const all = placesIn(structuredClone(exported), "").length * CHANGES.length;
  for (let index = from; index < all; index += step) {
    const mutated = structuredClone(exported) as Record<string, unknown>;
    const place = placesIn(mutated, "")[Math.floor(index / CHANGES.length)] as Place;
    const change = index % CHANGES.length;
    CHANGES[change]?.(place);
    yield { path: place.path, change, mutated };
  }
}

/**
 * What may say anything to whoever has the key of the exports, by name: when he exported, by which rules he folded, and fewer checkpoints (never others);
 * `signature` is made anew. `results` and `references` follow from the commits, and exports of earlier versions have none.
 */
const HARMLESS = /^(?:exportedAt$|signature|rules$|checkpoints|results$|references$)/;

/** `missed`: places whose mutation verifies; `harmful`: those whose mutation, signed again with the key of the exports, verifies and is none of the harmless. */
export function judgeMutations(
  mutations: Iterable<Pick<Mutation, "path" | "mutated">>,
  keys: { readonly key: HeadKey; readonly checkpointKey: HeadKey },
): { readonly made: number; readonly missed: readonly string[]; readonly harmful: readonly string[] } {
  const [missed, harmful] = [new Set<string>(), new Set<string>()];
  let made = 0;
  for (const { path, mutated } of mutations) {
    made += 1;
    if (verifyExecution(mutated, keys).ok) missed.add(path);
    if (!HARMLESS.test(path) && verifyExecution(resign(mutated, keys.key), keys).ok) harmful.add(path);
  }
  return { made, missed: [...missed], harmful: [...harmful] };
}

/** The same export, signed by whoever has its key. */
export function resign({ signature: _, ...unsigned }: Readonly<Record<string, unknown>>, key: HeadKey): Record<string, unknown> {
  return { ...unsigned, signature: signExport(unsigned, key) };
}

function valueAt({ holder, key }: Place): unknown {
  return (holder as Record<string, unknown>)[key];
}

function put({ holder, key }: Place, value: unknown): void {
  (holder as Record<string, unknown>)[key] = value;
}

function ofOtherKind(value: unknown): unknown {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? {} : typeof value === "object" ? "x" : JSON.stringify(value);
}

function changed(value: unknown): unknown {
  if (typeof value === "string") return `${value}x`;
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  return value === null ? 0 : null;
}

function placesIn(holder: Place["holder"], path: string): readonly Place[] {
  return Object.entries(holder).flatMap(([key, value]) => {
    const here = path === "" ? key : `${path}.${key}`;
    const inner = typeof value === "object" && value !== null ? placesIn(value as Place["holder"], here) : [];
    return [{ holder, key, path: here }, ...inner];
  });
}
