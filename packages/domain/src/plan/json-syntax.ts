/** Finds where a text stops being JSON. JSON.parse knows, but its messages are not the same from engine to engine. */

const PUNCTUATION = "{}[]:,";
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING_PART = /[ !#-[\]-\uffff]{1,4096}|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SPACE = /[ \t\r\n]*/y;

/** What may come next: value, value-or-], key-or-}, key, colon, rest (comma, closer or end). */
type Expecting = "value" | "item" | "member" | "key" | "colon" | "rest";

const WANTED: Readonly<Record<Expecting, string>> = {
  value: "a value",
  item: "a value or ]",
  member: "a key in double quotes or }",
  key: "a key in double quotes",
  colon: ":",
  rest: "a comma or the end of what is open",
};

/** Offset of the first character that cannot be part of JSON, and what should stand there; undefined if the text is JSON. */
export function findJsonSyntaxError(text: string): { readonly offset: number; readonly expected: string } | undefined {
  const open: string[] = [];
  let expecting: Expecting = "value";
  let offset = matchAt(SPACE, text, 0);
  while (offset < text.length) {
    const token = readToken(text, offset);
    if (token.broken !== undefined) return { offset: token.broken, expected: WANTED[expecting] };
    const next = step(expecting, token.kind, open);
    if (next === undefined) return { offset, expected: expectedIn(expecting, open) };
    expecting = next;
    offset = matchAt(SPACE, text, token.end);
  }
  return expecting === "rest" && open.length === 0 ? undefined : { offset, expected: expectedIn(expecting, open) };
}

function step(expecting: Expecting, kind: string, open: string[]): Expecting | undefined {
  switch (expecting) {
    case "colon": {
      return kind === ":" ? "value" : undefined;
    }
    case "rest": {
      return stepRest(kind, open);
    }
    case "key":
    case "member": {
      if (kind === "}" && expecting === "member") return stepRest(kind, open);
      return kind === "string" ? "colon" : undefined;
    }
    case "item":
    case "value": {
      if (kind === "]" && expecting === "item") return stepRest(kind, open);
      return stepValue(kind, open);
    }
  }
}

function stepValue(kind: string, open: string[]): Expecting | undefined {
  if (kind === "string" || kind === "scalar") return "rest";
  if (kind !== "{" && kind !== "[") return undefined;
  open.push(kind === "{" ? "}" : "]");
  return kind === "{" ? "member" : "item";
}

function stepRest(kind: string, open: string[]): Expecting | undefined {
  const closer = open.at(-1);
  if (kind === "," && closer !== undefined) return closer === "}" ? "key" : "value";
  if (kind !== closer) return undefined;
  open.pop();
  return "rest";
}

function expectedIn(expecting: Expecting, open: readonly string[]): string {
  if (expecting !== "rest") return WANTED[expecting];
  return open.length === 0 ? "nothing more" : `, or ${open.at(-1)}`;
}

interface Token {
  readonly kind: string;
  readonly end: number;
  readonly broken?: number;
}

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
  return text[offset] === '"' ? { kind: "string", end: offset + 1 } : { kind: "", end: offset, broken: offset };
}

function matchAt(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : offset;
}
