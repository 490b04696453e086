/**
 * How one variable of an environment is read. Plain functions and no schemas: the environment is read once at each cold start, where a schema of some sixty variables costs more to make
 * than all it ever parses.
 */
import { REGION_NAME } from "@dr/events";

/** What a variable should have been; never the value, which may be a secret. */
export interface Refused {
  readonly expected: string;
}

/** Reads the text of a variable that is there. */
export type ReadVariable<T extends string | number = string | number> = (text: string) => T | Refused;

/** What a reader gives. */
export type ValueOf<Read> = Read extends (text: string) => infer Value ? Exclude<Value, Refused> : never;

/** Any text. */
export const text: ReadVariable<string> = (value) => value;

/** A text of one form. */
export function matching(form: RegExp, expected: string): ReadVariable<string> {
  return (value) => (form.test(value) ? value : { expected });
}

/** One of these words. */
export function oneOf<const Word extends string>(...words: readonly Word[]): ReadVariable<Word> {
  return (value) => words.find((word) => word === value) ?? { expected: `expected ${words.join(" or ")}` };
}

/** Where a service is found. */
export const endpoint: ReadVariable<string> = (value) => {
  const url = URL.parse(value.trim());
  return url !== null && /^https?:$/.test(url.protocol) ? value.trim() : { expected: "expected a URL of http or https" };
};

/** Regions, separated by commas. */
export const regions: ReadVariable<string> = (value) =>
  value.split(",").every((each) => each.trim() === "" || REGION_NAME.test(each.trim()))
    ? value
    : { expected: "expected Regions such as us-east-1,us-west-2" };

/** A number greater than zero. */
export const positive: ReadVariable<number> = (value) => {
  const number = Number(value);
  return Number.isFinite(number) && number > 0 ? number : { expected: "expected a number greater than 0" };
};

/** A whole number within bounds. */
export function whole(min: number, max: number = Number.MAX_SAFE_INTEGER): ReadVariable<number> {
  const expected =
    max === Number.MAX_SAFE_INTEGER ? `expected a whole number, at least ${min}` : `expected a whole number from ${min} to ${max}`;
  return (value) => {
    const number = Number(value);
    return Number.isSafeInteger(number) && number >= min && number <= max ? number : { expected };
  };
}
