/** How an operation declares, in its zod schemas, which fields name a resource. The annotation travels as JSON Schema to the registry. */
import { lazyObject } from "../lazy-object.ts";
import * as z from "zod";
import { expectedName } from "./identify.ts";
import { textForms } from "./forms.ts";
import { resourceKindSchema, type ResourceKind } from "./kinds.ts";

/**
 * What the operation does with what is named: `acts` locks it for itself alone, `reads` shares it with other readers, `chooses` picks one of those
 * that the task acts on (and locks nothing: matching none is an error), `mentions` does neither.
 */
export const resourceUseSchema = () => z.enum(["acts", "reads", "chooses", "mentions"]);
/** `acts | reads | chooses | mentions`. */
export type ResourceUse = z.infer<ReturnType<typeof resourceUseSchema>>;

/** The keyword `resource` of a JSON Schema. Of several kinds, the first whose form fits counts. */
export const resourceAnnotationSchema = lazyObject(() => ({
  kind: z.union([resourceKindSchema, z.array(resourceKindSchema).min(1)]),
  use: resourceUseSchema().default("acts"),
  /** For an object: which field holds which part of the name, e.g. `{ zone: "hostedZoneId" }`. */
  fields: z.record(z.string(), z.string()).optional(),
  /** Parts of the name that stand beside it, in the object that has the annotated field or list: `{ cluster: "destinationCluster" }`. */
  beside: z.record(z.string(), z.string()).optional(),
  /** For kind `opaque`: whose names these are. */
  namespace: z.string().optional(),
}));
/** The keyword `resource`, as written. */
export type ResourceAnnotation = z.input<typeof resourceAnnotationSchema>;

/** The keyword `scope`: this field says in which Region (or account) the task's names are to be looked up. */
export const scopeAnnotationSchema = z.enum(["region", "account"]);

/** Metadata that marks any schema as the name of a resource: `z.strictObject({…}).meta(namesResource({ kind: "dns-record", fields: {…} }))`. */
export function namesResource(annotation: ResourceAnnotation): { readonly resource: ResourceAnnotation } {
  return { resource: annotation };
}

/** Metadata that marks a text field as the Region or the account of the task's names: `z.string().meta(namesScope("region"))`. */
export function namesScope(scope: z.infer<typeof scopeAnnotationSchema>): { readonly scope: z.infer<typeof scopeAnnotationSchema> } {
  return { scope };
}

/**
 * The schema of a field that names a resource by one text: it refuses what is no spelling of the kind, and is marked with `namesResource`.
 * `resourceName("rds-cluster")`; of several kinds, any may be written.
 */
export function resourceName(
  kind: ResourceKind | readonly ResourceKind[],
  options: { readonly use?: ResourceUse; readonly namespace?: string; readonly beside?: Readonly<Record<string, string>> } = {},
): z.ZodString {
  const kinds: readonly ResourceKind[] = typeof kind === "string" ? [kind] : kind;
  const patterns = kinds.map((each) => textForms[each]?.pattern);
  const text = z.string().min(1);
  const expected = kinds.map(expectedName).join(", or ");
  const checked = patterns.includes(undefined) ? text : text.regex(new RegExp(`^(?:${patterns.join("|")})$`), `expected ${expected}`);
  return checked.meta(namesResource({ kind: typeof kind === "string" ? kind : [...kind], ...options }));
}
