/** The JSON Schema of what a plan may write, as the registry tells it. */
import * as z from "zod";

/** JSON Schema of the input side, before defaults are filled in. A pattern that was given words keeps them (`expected`): nobody reads a pattern at 3 a.m. */
export function toInputSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    target: "draft-2020-12",
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      const words = jsonSchema.pattern === undefined ? undefined : wordsOf(zodSchema);
      if (words !== undefined) jsonSchema["expected"] = words;
    },
  });
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
