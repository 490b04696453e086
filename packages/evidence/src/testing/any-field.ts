/** Changes one value anywhere in an export. */
import type { HeadKey } from "@dr/event-log";
import { signExport } from "../execution-export.ts";

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
  const { holder, key, path } = places[random(places.length)] as Place;
  const slots = holder as Record<string, unknown>;
  const how = random(3);
  if (how === 0) slots[key] = changed(slots[key]);
  else if (how === 1 && Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (how === 1) Reflect.deleteProperty(slots, key);
  else if (Array.isArray(holder)) holder.push("added");
  else slots["added"] = true;
  return { path, mutated };
}

/** The same export, signed by whoever has its key. */
export function resign({ signature: _, ...unsigned }: Readonly<Record<string, unknown>>, key: HeadKey): Record<string, unknown> {
  return { ...unsigned, signature: signExport(unsigned, key) };
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
