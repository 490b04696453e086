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

const DECIMAL = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Significant digits and power of ten; zero is `{ digits: "", exponent: 0 }`. The sign is left out: parsing never loses it. */
function toDecimal(text: string): { digits: string; exponent: number } {
  const [, whole = "", fraction = "", exponent = "0"] = DECIMAL.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return { digits: "", exponent: 0 };
  return { digits: significant, exponent: Number(exponent) - fraction.length + (digits.length - significant.length) };
}

/** True if the double nearest to the JSON number `text` prints as the same value. */
export function isExactDouble(text: string): boolean {
  const value = Number(text);
  if (!Number.isFinite(value)) return false;
  const wanted = toDecimal(text);
  const held = toDecimal(String(value));
  return wanted.digits === held.digits && wanted.exponent === held.exponent;
}
