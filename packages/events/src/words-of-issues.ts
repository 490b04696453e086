/** What zod finds wrong, in words: what was expected, then what was there. For every schema in this process that brings no words of its own. */
import * as z from "zod";

const TYPES: Readonly<Record<string, string>> = {
  array: "an array",
  bigint: "a whole number",
  boolean: "true or false",
  int: "a whole number",
  nan: "no number",
  never: "nothing",
  nonoptional: "a value",
  number: "a number",
  object: "an object",
  record: "an object",
  string: "a string",
  undefined: "nothing",
};

const FORMATS: Readonly<Record<string, string>> = {
  datetime: "a time in ISO 8601 with its offset, such as 2026-11-29T12:00:00Z (a + in a URL is written %2B)",
  date: "a day in ISO 8601, such as 2026-11-29",
  url: "a URL, such as https://example.com/path",
  email: "a mail address",
};

/** What is counted where a length is limited. */
const COUNTED: Readonly<Record<string, string>> = { string: "character", array: "item", set: "item", map: "entry", file: "byte" };

type Raw<Issue extends z.core.$ZodIssueBase> = z.core.$ZodRawIssue<Issue>;

const WORDS: { readonly [Code in z.core.$ZodIssueCode]?: (issue: Raw<Extract<z.core.$ZodIssue, { readonly code: Code }>>) => string } = {
  invalid_type: ({ expected, input }) => `expected ${TYPES[expected] ?? expected}, received ${receivedOf(input)}`,
  too_small: ({ inclusive, origin, minimum }) => `expected ${inclusive ? "at least" : "more than"} ${counted(origin, minimum)}`,
  too_big: ({ inclusive, origin, maximum }) => `expected ${inclusive ? "at most" : "less than"} ${counted(origin, maximum)}`,
  invalid_value: ({ values }) => `expected ${values.length === 1 ? "" : "one of "}${values.map(String).join(", ")}`,
  invalid_format: (issue) => `expected ${formatOf(issue)}`,
  not_multiple_of: ({ divisor }) => `expected a multiple of ${divisor}`,
  unrecognized_keys: ({ keys }) => `unknown field${keys.length === 1 ? "" : "s"} ${keys.join(", ")}`,
  invalid_key: ({ issues }) => `a name is not possible here: ${issues[0]?.message ?? ""}`,
  invalid_union: () => "it has none of the forms that are possible here",
};

/** The words for an issue. They begin with `expected` where something was expected: callers tell that part by itself. */
function wordsOf(issue: z.core.$ZodRawIssue): string {
  const words = WORDS[issue.code] as ((issue: z.core.$ZodRawIssue) => string) | undefined;
  return words?.(issue) ?? "it is not possible here";
}

function receivedOf(input: unknown): string {
  if (input === null) return "null";
  // What a text of a query or a path became that is none, and what JSON has no word for.
  if (typeof input === "number" && !Number.isFinite(input)) return Number.isNaN(input) ? "what is no number" : "a number without end";
  const type = Array.isArray(input) ? "array" : typeof input;
  return TYPES[type] ?? type;
}

function counted(origin: string, limit: number | bigint): string {
  const what = COUNTED[origin];
  return what === undefined
    ? String(limit)
    : `${limit} ${what.replace(/y$/, Number(limit) === 1 ? "y" : "ie")}${Number(limit) === 1 ? "" : "s"}`;
}

function formatOf(issue: Raw<z.core.$ZodIssueInvalidStringFormat>): string {
  const { format, pattern, prefix, suffix, includes } = issue as { readonly format: string } & Readonly<Record<string, string | undefined>>;
  if (prefix !== undefined) return `text that begins with ${prefix}`;
  if (suffix !== undefined) return `text that ends with ${suffix}`;
  if (includes !== undefined) return `text that contains ${includes}`;
  return FORMATS[format] ?? (pattern === undefined ? format : `text that matches ${pattern}`);
}

/** Kinds of values for which zod has words of its own. */
const KINDS: Readonly<Record<string, string>> = { record: "object", nonoptional: "value" };

/** What was expected, of an issue as it was told: a kind of value, one of several, or the words after `expected`. Undefined where nothing was. */
export function expectedOf(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === "invalid_type") return KINDS[issue.expected] ?? issue.expected;
  if (issue.code === "invalid_key") return issue.issues.map((each) => expectedOf(each) ?? each.message).join(", ");
  if (issue.code === "invalid_value") return `one of ${issue.values.map(String).join(", ")}`;
  return /expected (.+)$/.exec(issue.message)?.[1];
}

z.config({ localeError: wordsOf });
