/** Reads JSON text with the place of every value: where it breaks, which key stands twice, where a path leads. */

/** A value in the text: where it begins, and its members or items if it has any. */
export interface JsonPlace {
  readonly offset: number;
  readonly members?: ReadonlyMap<string, JsonMember>;
  readonly items?: readonly JsonPlace[];
}

/** A member of an object: where its key begins, and its value. */
export interface JsonMember {
  readonly keyOffset: number;
  readonly value: JsonPlace;
}

/** Why a text is not taken. `expected` is in words. */
export interface JsonFault {
  readonly kind: "syntax" | "duplicate_key";
  readonly offset: number;
  readonly expected: string;
}

/** The places of a text, or its first fault. Never throws, at any depth. */
export function readJsonText(text: string): { readonly root: JsonPlace } | { readonly fault: JsonFault } {
  const reading: Reading = { open: [], expecting: "value", root: undefined, duplicate: undefined };
  let offset = matchAt(SPACE, text, 0);
  while (offset < text.length) {
    const token = readToken(text, offset);
    if (token.broken !== undefined) return { fault: { kind: "syntax", offset: token.broken, expected: wanted(reading) } };
    if (!take(reading, token, offset)) return { fault: { kind: "syntax", offset, expected: wanted(reading) } };
    offset = matchAt(SPACE, text, token.end);
  }
  if (reading.expecting !== "rest" || reading.open.length > 0 || !reading.root) {
    return { fault: { kind: "syntax", offset, expected: wanted(reading) } };
  }
  return reading.duplicate ? { fault: reading.duplicate } : { root: reading.root };
}

/** What may come next: value, value-or-], key-or-}, key, colon, rest (comma, closer or end). */
type Expecting = "value" | "item" | "member" | "key" | "colon" | "rest";

const WANTED: Readonly<Record<Exclude<Expecting, "rest">, string>> = {
  value: "a value",
  item: "a value or ]",
  member: "a key in double quotes or }",
  key: "a key in double quotes",
  colon: ":",
};

/** An object or list that is not closed yet. */
interface Open {
  readonly offset: number;
  readonly members?: Map<string, JsonMember>;
  readonly items?: JsonPlace[];
  key: { readonly name: string; readonly offset: number };
}

interface Reading {
  readonly open: Open[];
  expecting: Expecting;
  root: JsonPlace | undefined;
  /** The first duplicate; a syntax error after it matters more. */
  duplicate: JsonFault | undefined;
}

function wanted({ expecting, open }: Reading): string {
  if (expecting !== "rest") return WANTED[expecting];
  const top = open.at(-1);
  return top === undefined ? "nothing more" : `, or ${top.members ? "}" : "]"}`;
}

/** Takes a token; false if it may not stand here. */
function take(reading: Reading, token: Token, offset: number): boolean {
  const { expecting } = reading;
  if (token.kind === "}" || token.kind === "]") return close(reading, token.kind);
  switch (expecting) {
    case "colon": {
      return token.kind === ":" && expect(reading, "value");
    }
    case "rest": {
      const top = reading.open.at(-1);
      return token.kind === "," && top !== undefined && expect(reading, top.members ? "key" : "value");
    }
    case "key":
    case "member": {
      return token.kind === "string" && takeKey(reading, token, offset);
    }
    case "item":
    case "value": {
      return takeValue(reading, token, offset);
    }
  }
}

function expect(reading: Reading, expecting: Expecting): true {
  reading.expecting = expecting;
  return true;
}

function takeKey(reading: Reading, { text = "" }: Token, offset: number): true {
  const top = reading.open.at(-1);
  const name = JSON.parse(text) as string;
  if (top?.members?.has(name)) reading.duplicate ??= { kind: "duplicate_key", offset, expected: "each key once" };
  if (top) top.key = { name, offset };
  return expect(reading, "colon");
}

function takeValue(reading: Reading, { kind }: Token, offset: number): boolean {
  const key = { name: "", offset };
  if (kind === "string" || kind === "scalar") return put(reading, { offset });
  if (kind === "{") return opened(reading, { offset, members: new Map(), key }, "member");
  return kind === "[" && opened(reading, { offset, items: [], key }, "item");
}

function opened(reading: Reading, open: Open, expecting: Expecting): true {
  put(reading, open);
  reading.open.push(open);
  return expect(reading, expecting);
}

/** Puts a value where it belongs: at the top, into the open list, or under the key that was read. */
function put(reading: Reading, value: JsonPlace): true {
  const top = reading.open.at(-1);
  if (!top) reading.root = value;
  else if (top.items) top.items.push(value);
  else top.members?.set(top.key.name, { keyOffset: top.key.offset, value });
  return expect(reading, "rest");
}

function close(reading: Reading, kind: "}" | "]"): boolean {
  const top = reading.open.at(-1);
  const empty = kind === "}" ? "member" : "item";
  const closes = top !== undefined && (kind === "}") === (top.members !== undefined);
  if (!closes || (reading.expecting !== "rest" && reading.expecting !== empty)) return false;
  reading.open.pop();
  return expect(reading, "rest");
}

interface Token {
  readonly kind: string;
  readonly end: number;
  readonly text?: string;
  readonly broken?: number;
}

const PUNCTUATION = "{}[]:,";
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING_PART = /[ !#-[\]-\uffff]{1,4096}|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SPACE = /[ \t\r\n]*/y;

function readToken(text: string, offset: number): Token {
  const first = text[offset] ?? "";
  if (PUNCTUATION.includes(first)) return { kind: first, end: offset + 1 };
  if (first === '"') return readString(text, offset);
  const end = matchAt(SCALAR, text, offset);
  return end === offset ? { kind: "", end, broken: offset } : { kind: "scalar", end };
}

function readString(text: string, start: number): Token {
  let offset = start + 1;
  for (;;) {
    const end = matchAt(STRING_PART, text, offset);
    if (end === offset) break;
    offset = end;
  }
  if (text[offset] !== '"') return { kind: "", end: offset, broken: offset };
  return { kind: "string", end: offset + 1, text: text.slice(start, offset + 1) };
}

function matchAt(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : offset;
}
