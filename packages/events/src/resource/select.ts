/** The names that stand in a value, at the places that its schema declared. */
import type { NameParts } from "./composite-forms.ts";
import type { ResourceUse } from "./annotation.ts";
import { identify } from "./identify.ts";
import type { ResourceKind } from "./kinds.ts";
import type { ResourceScope } from "./reference.ts";
import { EACH, EACH_KEY, type ResourceSelector, type ScopeSelector } from "./selectors.ts";

/** A name in a value. `path` leads to it (or, where a map's key is the name, to that entry). */
export interface NamedResource {
  /** `kind:account:region:id`. */
  readonly reference: string;
  readonly kind: ResourceKind;
  /** Wider references that it lies within; see `identify`. */
  readonly within: readonly string[];
  /** As it was written; of a name of several parts, those parts with slashes between. */
  readonly written: string;
  readonly path: readonly (string | number)[];
  readonly use: ResourceUse;
}

type Path = readonly (string | number)[];

/** Names in `value`, in the order of the selectors; a text that is no name of its kind is left out (its schema refuses it). */
export function selectResources(value: unknown, selectors: readonly ResourceSelector[], defaults: ResourceScope): readonly NamedResource[] {
  return selectors.flatMap((selector) =>
    placesOf(value, selector.at, []).flatMap(([found, path]) =>
      name(found, path, selector, { defaults, beside: besideOf(value, path, selector) }),
    ),
  );
}

/** A text at a declared place that is no name of the kinds that may stand there: nothing would be locked for it. */
export interface UnreadableName {
  readonly written: string;
  readonly path: readonly (string | number)[];
  readonly kinds: readonly ResourceKind[];
}

/** Names that no selector of their place can read. */
export function unreadableNames(value: unknown, selectors: readonly ResourceSelector[]): readonly UnreadableName[] {
  const nowhere = { account: "", region: "" };
  return [...Map.groupBy(selectors, ({ at }) => at.join("\n")).values()].flatMap((here) => {
    const [first] = here;
    if (!first) return [];
    const kinds = [...new Set(here.flatMap((selector) => selector.kinds))];
    return placesOf(value, first.at, []).flatMap(([found, path]): readonly UnreadableName[] => {
      const isRead = here.some((selector) => name(found, path, selector, { defaults: nowhere }).length > 0);
      const [written] = here.flatMap(({ fields }) => textOf(found, fields));
      return isRead || written === undefined ? [] : [{ written, path, kinds }];
    });
  });
}

/** What is written there, if anything is: a name of several parts that has none of them names nothing. */
function textOf(found: unknown, fields: ResourceSelector["fields"]): readonly string[] {
  if (fields === undefined) return typeof found === "string" ? [found] : [];
  const parts = Object.values(partsOf(found, fields) ?? {});
  return parts.length === 0 ? [] : [parts.join("/")];
}

/** `defaults`, with the Region and account that fields of `value` tell. */
export function scopeOf(value: unknown, scopes: readonly ScopeSelector[], defaults: ResourceScope): ResourceScope {
  const told = scopes.flatMap(({ at, scope }) =>
    placesOf(value, at, []).flatMap(([found]) => (typeof found === "string" && found !== "" ? [[scope, found] as const] : [])),
  );
  return { ...defaults, ...Object.fromEntries(told) };
}

/** What stands beside the field or the list that `path` leads into. */
function besideOf(value: unknown, path: Path, { at, beside }: ResourceSelector): NameParts | undefined {
  if (beside === undefined) return undefined;
  const field = at.findLastIndex((step) => step !== EACH && step !== EACH_KEY);
  const holder = path
    .slice(0, field)
    .reduce<unknown>((inside, step) => (inside as Readonly<Record<string | number, unknown>>)[step], value);
  return partsOf(holder, beside);
}

function name(
  found: unknown,
  path: Path,
  selector: ResourceSelector,
  around: { readonly defaults: ResourceScope; readonly beside?: NameParts | undefined },
): readonly NamedResource[] {
  const { kinds, use, fields, namespace } = selector;
  const parts = fields === undefined ? found : partsOf(found, fields);
  if (typeof parts !== "string" && (fields === undefined || parts === undefined)) return [];
  const written = typeof parts === "string" ? parts : Object.values(parts as NameParts).join("/");
  const read = kinds.flatMap((kind) => {
    const resource = identify(kind, parts as string | NameParts, { ...around, namespace });
    return resource ? [{ ...resource, written, path, use }] : [];
  });
  // A choice means whichever of the task's resources has that name.
  return use === "chooses" ? read : read.slice(0, 1);
}

function partsOf(found: unknown, fields: Readonly<Record<string, string>>): NameParts | undefined {
  if (typeof found !== "object" || found === null) return undefined;
  const entries = Object.entries(fields).map(([part, field]) => [part, (found as Readonly<Record<string, unknown>>)[field]] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** What stands at a declared place, each with its path behind `path`. */
export function placesOf(value: unknown, at: readonly string[], path: Path): readonly (readonly [found: unknown, path: Path])[] {
  const [step, ...rest] = at;
  if (step === undefined) return [[value, path]];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) {
    return step === EACH ? (value as unknown[]).flatMap((entry, index) => placesOf(entry, rest, [...path, index])) : [];
  }
  const entries = Object.entries(value);
  if (step === EACH) return entries.flatMap(([key, entry]) => placesOf(entry, rest, [...path, key]));
  if (step === EACH_KEY) return entries.flatMap(([key]) => placesOf(key, rest, [...path, key]));
  return Object.hasOwn(value, step) ? placesOf((value as Readonly<Record<string, unknown>>)[step], rest, [...path, step]) : [];
}
