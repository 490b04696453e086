// Plans are checked by our reader of JSON Schemas. For every operation there is, it says what zod's own reader says, of good input and of bad.
import { toRegistryEntry } from "@dr/adapter-kit";
import { readSchema } from "@dr/events/schema-reader";
import { adapters } from "@dr/services";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { SAMPLES } from "../ring/every-operation/samples.ts";
import { inputsNear } from "./inputs-near.ts";

const operations = adapters.flatMap((adapter) => {
  const { technology, operations: registered } = toRegistryEntry(adapter);
  return registered.map((operation) => ({ ...operation, name: `${technology}/${operation.name}` }));
});

/** All that an answer says: what came of the input, or every issue without zod's own objects. */
function answerOf(schema: z.ZodType, input: unknown): unknown {
  const { success, data, error } = schema.safeParse(input);
  return JSON.parse(JSON.stringify(success ? { data } : { issues: error?.issues }));
}

test.each(operations)("$name", ({ name, resourcesSchema, configSchema }) => {
  const sample = SAMPLES[name];
  for (const [schema, good] of [
    [resourcesSchema, sample?.resources],
    [configSchema, sample?.config],
  ] as const) {
    const ours = readSchema(schema);
    const zods = z.fromJSONSchema(schema);
    expect(good === undefined || ours.safeParse(good).success).toBe(true);
    fc.assert(
      fc.property(inputsNear(schema, good), (input) => {
        expect(answerOf(ours, input)).toEqual(answerOf(zods, input));
      }),
      { numRuns: 150, seed: 7 },
    );
  }
});
