/** What a pattern is tested against: the scalars of an event. */
import type { RawNumber } from "../json/raw-number.ts";

/** A scalar of an event. Numbers compare by value; a `RawNumber` compares with nothing but the same text. */
export type Leaf = string | number | boolean | null | RawNumber;

/** Does one scalar satisfy one element of a pattern's array? */
export type LeafTest = (leaf: Leaf) => boolean;
