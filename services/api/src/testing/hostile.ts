/** Values and texts that have broken programs before, and how they get into a document. */

/** Numbers in [0,1). */
export type Random = () => number;

/** Texts that are not what a name should be. */
export const HOSTILE_TEXTS: readonly string[] = [
  "",
  " ",
  "..",
  "%00",
  "%2e%2e%2f",
  "a".repeat(300),
  "\u{1F600}",
  "\ud800",
  "__proto__",
  "constructor",
  "null",
  "-1",
  "1e309",
  "9007199254740993",
  "${jndi:ldap://x}",
  "'; DROP TABLE",
  "EXEC#x",
  "PLAN#x",
  "2026-13-45T99:99:99Z",
  "0".repeat(40),
  "\u202Eplan",
  "a\nb",
  "a\tb",
  "<script>",
];
const HOSTILE_VALUES: readonly unknown[] = [
  ...HOSTILE_TEXTS,
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  [],
  {},
  [[[[[[]]]]]],
  { constructor: { prototype: {} } },
  Array.from({ length: 200 }, (_, index) => index),
  Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`key${index}`, index])),
];

/** Numbers from a seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of them. */
export function pickFrom<T>(from: readonly T[], random: Random): T {
  return from[Math.floor(random() * from.length)] as T;
}

/** A copy of a document that is broken in so many places, mostly deep inside. */
export function breakDeep(value: unknown, times: number, random: Random): unknown {
  let copy = value;
  for (let done = 0; done < times; done += 1) copy = breakOnce(copy, random);
  return copy;
}

/** The text of a document, broken as text. */
export function breakText(text: string, random: Random): string {
  const at = Math.floor(random() * text.length);
  const splinter = pickFrom(["\u0000", "{", "]", ",", '"', "\\u", "&a ", "*a", "!!js/function ", "\ufeff", "\t"], random);
  return pickFrom(
    [
      text.slice(0, at),
      text.slice(0, at) + splinter + text.slice(at),
      "[".repeat(2_000),
      `a: &a [${"*a,".repeat(50)}]`,
      text + text,
      `{"waves":[${'{"waveNumber":1},'.repeat(300)}{}]}`,
      "",
    ],
    random,
  );
}

function breakOnce(value: unknown, random: Random): unknown {
  const hostile = pickFrom(HOSTILE_VALUES, random);
  if (typeof value !== "object" || value === null) return hostile;
  const keys = Object.keys(value);
  if (keys.length === 0 || random() < 0.08) return withOneMore(value, hostile, random);
  const key = pickFrom(keys, random);
  const next = breakChild((value as Readonly<Record<string, unknown>>)[key], hostile, random);
  return Array.isArray(value)
    ? (value as unknown[]).map((each, index) => (String(index) === key ? next : each))
    : { ...value, [key]: next };
}

function withOneMore(value: object, hostile: unknown, random: Random): unknown {
  if (Array.isArray(value)) return [...(value as unknown[]), hostile];
  return { ...value, [random() < 0.5 ? "unknownKey" : JSON.stringify(hostile).slice(0, 40)]: hostile };
}

/** Mostly deeper: what is wrong on top is refused first. */
function breakChild(child: unknown, hostile: unknown, random: Random): unknown {
  if (typeof child === "object" && child !== null && random() < 0.85) return breakOnce(child, random);
  return random() < 0.2 ? undefined : hostile;
}
