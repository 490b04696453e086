/** JSON.parse that loses no digits. */
import { isExactDouble, toRawNumber } from "./raw-number.ts";

/** Only text with a long run of digits or an exponent can hold a number that a double cannot; all other text takes the fast path. */
const MAY_BE_INEXACT = /[\d.]{16}|\d[eE]/;

function keepInexact(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  return typeof value === "number" && source !== undefined && !isExactDouble(source) ? toRawNumber(source) : value;
}

/**
 * The value of `text`, like `JSON.parse`, except that a number which no double holds exactly comes back as a `RawNumber`.
 * Of a repeated key the last one counts. Throws `SyntaxError` on text that is not JSON.
 */
export function parseJson(text: string): unknown {
  return MAY_BE_INEXACT.test(text) ? (JSON.parse(text, keepInexact) as unknown) : (JSON.parse(text) as unknown);
}
