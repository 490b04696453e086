// Choices that look random but follow from a seed: the same seed and call give the same jitter and identifiers.
import { hash } from "node:crypto";

const digest = (parts: readonly (string | number)[]): string => hash("sha256", parts.join("|"), "hex");

/** A fraction in [0, 1) that depends only on `parts`. */
export const seededFraction = (...parts: readonly (string | number)[]): number => Number.parseInt(digest(parts).slice(0, 12), 16) / 2 ** 48;

/** `length` (at most 64) lower-case hexadecimal digits that depend only on `parts`. */
export const seededHex = (length: number, ...parts: readonly (string | number)[]): string => digest(parts).slice(0, length);

/** The seeded choices of one mutating call; each label is an independent draw. */
export type Chance = {
  /** A whole number of milliseconds within `[from, to]` seconds. */
  readonly durationMs: (range: SecondsRange, label: string) => number;
  readonly hex: (length: number, label: string) => string;
};

/** Bounds of a duration, in estate seconds. */
export type SecondsRange = { readonly from: number; readonly to: number };

/** Draws for the call with journal number `seq`: unique across restarts because journal numbers are. */
export const createChance = (seed: string, seq: number): Chance => ({
  durationMs: ({ from, to }, label) => Math.round((from + (to - from) * seededFraction(seed, seq, label)) * 1000),
  hex: (length, label) => seededHex(length, seed, seq, label),
});
