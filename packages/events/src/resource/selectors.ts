/** Where in a task's resources or config names stand: the annotations of a JSON Schema, as short paths. */
import { lazyObject } from "../lazy-object.ts";
import * as z from "zod";
import { resourceAnnotationSchema, scopeAnnotationSchema, resourceUseSchema } from "./annotation.ts";
import { resourceKindSchema } from "./kinds.ts";

/** A step into each entry of a list or each value of a map, and into each key of a map. */
export const EACH = "[]";
/** See `EACH`. */
export const EACH_KEY = "{}";

/** One place where names stand. `at` are keys from the top, `[]` for each entry, `{}` for each key. */
export const resourceSelectorSchema = lazyObject(() => ({
  at: z.array(z.string()),
  kinds: z.array(resourceKindSchema).min(1),
  use: resourceUseSchema(),
  fields: z.record(z.string(), z.string()).optional(),
  beside: z.record(z.string(), z.string()).optional(),
  namespace: z.string().optional(),
}));
/** One place where names stand. */
export type ResourceSelector = z.infer<typeof resourceSelectorSchema>;

/** A field that says in which Region or account names are looked up. */
export interface ScopeSelector {
  readonly at: readonly string[];
  readonly scope: z.infer<typeof scopeAnnotationSchema>;
}

/** What a schema declares. */
export interface Declarations {
  readonly names: readonly ResourceSelector[];
  readonly scopes: readonly ScopeSelector[];
  /** Fields that say a Region, whatever it is the Region of. */
  readonly regions: readonly (readonly string[])[];
}

type Schema = Readonly<Record<string, unknown>>;

/** Deeper than any schema of ours; ends the walk of one that refers to itself. */
const MAX_DEPTH = 24;

/** The annotations of a JSON Schema, in the order in which they stand there. Throws a `ZodError` for a malformed one: it is a mistake of the adapter. */
export function declarationsOf(jsonSchema: Schema): Declarations {
  const names = new Map<string, ResourceSelector>();
  const scopes: ScopeSelector[] = [];
  const regions = new Map<string, readonly string[]>();
  const visit = (schema: unknown, at: readonly string[], depth: number): void => {
    if (typeof schema !== "object" || schema === null || depth > MAX_DEPTH) return;
    const node = schema as Schema;
    if (node["resource"] !== undefined) {
      const { kind, ...rest } = resourceAnnotationSchema.parse(node["resource"]);
      const selector = { at: [...at], kinds: [kind].flat(), ...rest };
      names.set(JSON.stringify(selector), selector);
    }
    if (node["scope"] !== undefined) scopes.push({ at, scope: scopeAnnotationSchema.parse(node["scope"]) });
    if (node["region"] === true || node["scope"] === "region") regions.set(JSON.stringify(at), at);
    for (const [child, step] of childrenOf(node, jsonSchema)) visit(child, step === null ? at : [...at, step], depth + 1);
  };
  visit(jsonSchema, [], 0);
  return { names: [...names.values()], scopes, regions: [...regions.values()] };
}

/** Schemas below a schema, each with the step that leads to what it describes; null for the same place. */
function childrenOf(node: Schema, root: Schema): readonly (readonly [schema: unknown, step: string | null])[] {
  const properties = Object.entries((node["properties"] ?? {}) as Schema);
  const branches = ["anyOf", "oneOf", "allOf"].flatMap((keyword) => (node[keyword] ?? []) as readonly unknown[]);
  const reference = typeof node["$ref"] === "string" ? [lookUp(root, node["$ref"])] : [];
  return [
    [node["propertyNames"], EACH_KEY],
    ...properties.map(([key, schema]) => [schema, key] as const),
    ...[node["items"], ...((node["prefixItems"] ?? []) as readonly unknown[]), node["additionalProperties"]].map(
      (schema) => [schema, EACH] as const,
    ),
    ...[...branches, ...reference].map((schema) => [schema, null] as const),
  ];
}

function lookUp(root: Schema, pointer: string): unknown {
  if (!pointer.startsWith("#")) return undefined;
  return pointer
    .slice(1)
    .split("/")
    .filter((step) => step !== "")
    .reduce<unknown>((node, step) => (node as Schema | undefined)?.[step.replaceAll("~1", "/").replaceAll("~0", "~")], root);
}
