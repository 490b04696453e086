/** What a client of an earlier document could trip over in a later one. */

type Json = Readonly<Record<string, unknown>>;
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Readonly<Record<string, { readonly schema: Json }>> };
  readonly responses: Readonly<Record<string, Answer>>;
  readonly security?: readonly unknown[];
}
interface Answer {
  readonly headers?: Json;
  readonly content?: Readonly<Record<string, { readonly schema: Json }>>;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Json;
}

/** An OpenAPI 3.1 document as far as it is compared. */
export interface ContractDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

/** In `request` the client speaks: less may not be taken. In `answer` it reads: less may not be given. */
type Side = "request" | "answer";
interface Pair {
  readonly before: unknown;
  readonly after: unknown;
}
interface Walk {
  readonly side: Side;
  readonly documents: { readonly before: ContractDocument; readonly after: ContractDocument };
  readonly seen: Set<string>;
  readonly found: string[];
}

/**
 * Every breaking change, in words, with its place: an operation, parameter, status, header or field that is gone; something that a request needs
 * now and did not need; a type, a set of values or a limit that takes less. New members of answers break nothing: clients read loosely.
 */
export function breakingChanges(before: ContractDocument, after: ContractDocument): readonly string[] {
  const found: string[] = [];
  const later = new Map(Object.entries(after.paths).map(([path, methods]) => [onTheWire(path), methods]));
  for (const [path, methods] of Object.entries(before.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const place = `${method.toUpperCase()} ${path}`;
      const now = later.get(onTheWire(path))?.[method];
      if (now === undefined) found.push(`${place}: is gone`);
      else compareOperations(place, { before: operation as Operation, after: now as Operation }, { before, after }, found);
    }
  }
  return found;
}

/** What a parameter of a path is called is seen by nobody. */
function onTheWire(path: string): string {
  return path.replaceAll(/\{\w+\}/g, "{}");
}

function compareOperations(
  place: string,
  { before, after }: { readonly before: Operation; readonly after: Operation },
  documents: Walk["documents"],
  found: string[],
): void {
  const walk = (side: Side): Walk => ({ side, documents, seen: new Set(), found });
  if (before.security?.length === 0 && after.security?.length !== 0) found.push(`${place}: must be signed now`);
  compareParameters(place, [before.parameters ?? [], after.parameters ?? []], walk("request"));
  compareBodies(place, { before, after }, walk("request"));
  for (const [status, answer] of Object.entries(before.responses).filter(([each]) => Number(each) < 400)) {
    const now = after.responses[status];
    if (now === undefined) found.push(`${place}: no longer answers ${status}`);
    else compareAnswers(`${place} ${status}`, { before: answer, after: now }, walk("answer"));
  }
}

function compareParameters(place: string, [before, after]: readonly [readonly Parameter[], readonly Parameter[]], walk: Walk): void {
  const named = (parameters: readonly Parameter[]) => parameters.filter((parameter) => parameter.in !== "path");
  const same = (a: Parameter) => (b: Parameter) => a.name === b.name && a.in === b.in;
  for (const parameter of named(before)) {
    const now = after.find(same(parameter));
    const at = `${place} ${parameter.in} ${parameter.name}`;
    if (now === undefined) walk.found.push(`${at}: is no longer taken`);
    else {
      if (now.required === true && parameter.required !== true) walk.found.push(`${at}: must be given now`);
      compareSchemas(at, { before: parameter.schema, after: now.schema }, walk);
    }
  }
  for (const added of named(after)) {
    if (added.required === true && !before.some(same(added))) walk.found.push(`${place} ${added.in} ${added.name}: must be given now`);
  }
}

function compareBodies(place: string, { before, after }: { readonly before: Operation; readonly after: Operation }, walk: Walk): void {
  if (before.requestBody?.required !== true && after.requestBody?.required === true) walk.found.push(`${place}: needs a body now`);
  for (const [type, { schema }] of Object.entries(before.requestBody?.content ?? {})) {
    const now = after.requestBody?.content[type];
    if (now === undefined) walk.found.push(`${place}: no longer takes ${type}`);
    else compareSchemas(`${place} body`, { before: schema, after: now.schema }, walk);
  }
}

function compareAnswers(place: string, { before, after }: { readonly before: Answer; readonly after: Answer }, walk: Walk): void {
  for (const name of Object.keys(before.headers ?? {})) {
    if (after.headers?.[name] === undefined) walk.found.push(`${place}: no longer has the header ${name}`);
  }
  for (const [type, { schema }] of Object.entries(before.content ?? {})) {
    const now = after.content?.[type];
    if (now === undefined) walk.found.push(`${place}: is no longer given as ${type}`);
    else compareSchemas(place, { before: schema, after: now.schema }, walk);
  }
}

function resolve(schema: unknown, document: ContractDocument): Json {
  if (typeof schema !== "object" || schema === null) return {};
  const reference = (schema as { $ref?: string }).$ref;
  if (reference === undefined) return schema as Json;
  return resolve(document.components?.schemas?.[reference.split("/").at(-1) ?? ""], document);
}

function compareSchemas(place: string, pair: Pair, walk: Walk): void {
  const key = `${JSON.stringify(pair.before)} ${JSON.stringify(pair.after)}`;
  if (walk.seen.has(key)) return;
  walk.seen.add(key);
  const before = resolve(pair.before, walk.documents.before);
  const after = resolve(pair.after, walk.documents.after);
  compareValues(place, { before, after }, walk);
  compareMembers(place, { before, after }, walk);
  if (before["items"] !== undefined) compareSchemas(`${place}[]`, { before: before["items"], after: after["items"] }, walk);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value]);

/** Types, values and limits: whatever `subset` may hold has to fit into `whole`. */
function compareValues(place: string, { before, after }: { readonly before: Json; readonly after: Json }, { side, found }: Walk): void {
  const [subset, whole] = side === "request" ? [before, after] : [after, before];
  const says = side === "request" ? "takes less" : "gives something else";
  const beyond = (name: string): boolean => {
    const allowed = listOf(whole[name]);
    if (allowed.length === 0) return false;
    const wanted = listOf(subset[name]);
    return wanted.length === 0 ? true : wanted.some((each) => !allowed.includes(each));
  };
  if (beyond("type")) found.push(`${place}: ${says}: type ${JSON.stringify(before["type"])} is ${JSON.stringify(after["type"])}`);
  if (side === "answer") return;
  if (beyond("enum")) found.push(`${place}: takes less: the values are ${JSON.stringify(after["enum"])}`);
  for (const [name, worse] of LIMITS) {
    const [was, is] = [before[name], after[name]];
    if (is !== undefined && (was === undefined || worse(Number(was), Number(is))))
      found.push(`${place}: takes less: ${name} is ${JSON.stringify(is)}`);
  }
  if (takesLess(patternOf(before), patternOf(after))) found.push(`${place}: takes less: another pattern`);
}

function takesLess(was: string | undefined, is: string | undefined): boolean {
  return is !== undefined && is !== was && !hasOneChoiceMore(was ?? "", is);
}

const patternOf = ({ pattern }: Json): string | undefined => (typeof pattern === "string" ? pattern : undefined);

/** The same pattern with one alternative more at the end of a group: it takes all that it took. */
function hasOneChoiceMore(before: string, after: string): boolean {
  const at = [...before].findIndex((letter, index) => letter !== after[index]);
  const rest = before.slice(at);
  const added = after.slice(at, after.length - rest.length);
  const depths = [...added].map((letter) => (letter === "(" ? 1 : letter === ")" ? -1 : 0));
  const isWhole = depths.reduce<number>((open, step) => (open < 0 ? open : open + step), 0) === 0;
  return at > 0 && rest.startsWith(")") && added.startsWith("|") && isWhole && after.endsWith(rest);
}

const smaller = (was: number, is: number): boolean => is < was;
const larger = (was: number, is: number): boolean => is > was;
const LIMITS: readonly (readonly [string, (was: number, is: number) => boolean])[] = [
  ["maximum", smaller],
  ["maxLength", smaller],
  ["maxItems", smaller],
  ["minimum", larger],
  ["minLength", larger],
  ["minItems", larger],
];

function compareMembers(place: string, { before, after }: { readonly before: Json; readonly after: Json }, walk: Walk): void {
  const [members, now] = [before, after].map((schema) => (schema["properties"] ?? {}) as Json) as [Json, Json];
  const required = (schema: Json): readonly unknown[] => listOf(schema["required"]);
  for (const [name, schema] of Object.entries(members)) {
    const at = `${place}.${name}`;
    const isGone = now[name] === undefined;
    if (isGone && (walk.side === "answer" || after["additionalProperties"] === false)) walk.found.push(`${at}: is gone`);
    else if (!isGone) compareSchemas(at, { before: schema, after: now[name] }, walk);
  }
  const [more, fewer, words] =
    walk.side === "answer" ? ([before, after, "may be absent now"] as const) : ([after, before, "must be given now"] as const);
  for (const name of required(more)) {
    const isNew = !required(fewer).includes(name);
    if (isNew && (walk.side === "request" || now[String(name)] !== undefined)) walk.found.push(`${place}.${String(name)}: ${words}`);
  }
}
