/** Numbers that a double cannot hold: kept as their text, so that a match, a re-serialised value and an audit stay exact. */

/** A JSON number whose exact value no double has, e.g. `12345678901234567890`. `JSON.stringify` writes its text unchanged. */
export interface RawNumber {
  readonly rawJSON: string;
}

// ECMAScript "JSON.parse source text access", in Node since 21; not yet in TypeScript's library files.
const rawJson = JSON as unknown as {
  rawJSON: (this: void, text: string) => RawNumber;
  isRawJSON: (this: void, value: unknown) => value is RawNumber;
};

/** The number `text` as a value that keeps its text. */
export const toRawNumber = rawJson.rawJSON;

/** True for what `toRawNumber` made; false for an ordinary object that happens to have a `rawJSON` key. */
export const isRawNumber = rawJson.isRawJSON;

/** The digits that make up a JSON number's value: no sign, point, exponent, nor zeros at either end. */
function toSignificantDigits(text: string): string {
  const [mantissa = ""] = text.split(/e/i);
  return mantissa.replace(/[-.]/g, "").replace(/^0+|0+$/g, "");
}

/**
 * True if the double nearest to the JSON number `text` prints as the same value. Comparing digits is enough: rounding to a double can
 * change them, but never moves the value by a power of ten without doing so.
 */
export function isExactDouble(text: string): boolean {
  const value = Number(text);
  return Number.isFinite(value) && toSignificantDigits(text) === toSignificantDigits(String(value));
}
