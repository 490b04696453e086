/** The JSON Schema of what a plan may write, as the registry tells it. */
import { declaredResources, type NamedResource, type OperationSchemas, type TaskInput } from "@dr/events";
import * as z from "zod";

/** Schemas by zod schema: operations and queries never change, and a task is parsed at every look. */
const known = new WeakMap<z.ZodType, Readonly<Record<string, unknown>>>();

/** Both schemas of an operation, as `toInputSchema` makes them; made once. */
export function inputSchemasOf({ resources, config }: { readonly resources: z.ZodType; readonly config: z.ZodType }): OperationSchemas {
  return { resourcesSchema: inputSchemaOf(resources), configSchema: inputSchemaOf(config) };
}

/** Whoever saved the plan has matched names with the account and Region of the installation; here a name says only what it says itself. */
const NOWHERE = { account: "", region: "" };

/** The names of a task, by what its operation declares. */
export function namesOf(operation: Parameters<typeof inputSchemasOf>[0], task: TaskInput): readonly NamedResource[] {
  return declaredResources(inputSchemasOf(operation), task, NOWHERE);
}

/** The schema of `toInputSchema`, made once. */
export function inputSchemaOf(schema: z.ZodType): Readonly<Record<string, unknown>> {
  const found = known.get(schema) ?? toInputSchema(schema);
  known.set(schema, found);
  return found;
}

/** JSON Schema of the input side, before defaults are filled in. A pattern that was given words keeps them (`expected`): nobody reads a pattern at 3 a.m. */
export function toInputSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    target: "draft-2020-12",
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      // A format says it all, in words: zod's own pattern of a time is three lines that nobody reads.
      if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
      // What stands in `allOf` says no type, without which it is not read: several patterns of a text are one.
      if (jsonSchema.type === "string" && jsonSchema.allOf !== undefined) {
        jsonSchema.pattern = allOf(jsonSchema.allOf.flatMap(({ pattern }) => pattern ?? []));
        delete jsonSchema.allOf;
      }
      const words = jsonSchema.pattern === undefined ? undefined : wordsOf(zodSchema);
      if (words !== undefined) jsonSchema["expected"] = words;
    },
  });
}

/** One pattern that matches where each of these does. */
function allOf(patterns: readonly string[]): string {
  return `^${patterns.map((pattern) => `(?=[^]*?(?:${pattern}))`).join("")}`;
}

function wordsOf(schema: z.core.$ZodTypes): string | undefined {
  for (const check of schema._zod.def.checks ?? []) {
    const { def } = check._zod;
    if (def.check !== "string_format" || !("pattern" in def)) continue;
    const message = def.error?.({ code: "invalid_format", input: "", format: "regex", path: [] } as never);
    const text = typeof message === "string" ? message : message?.message;
    return text?.replace(/^expected /, "");
  }
  return undefined;
}
