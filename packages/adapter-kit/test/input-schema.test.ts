/** What the registry tells of a pattern: also what it means. */
import { readSchema } from "@dr/events/schema-reader";
import { expect, test } from "vitest";
import * as z from "zod";
import { toInputSchema } from "../src/input-schema.ts";

test("a pattern keeps the words that it was given, and one without words has none", () => {
  const schema = z.object({
    told: z.string().regex(/^\d+[smh]$/, "expected a length of time such as 15m"),
    either: z.union([z.string().regex(/^a+$/, "expected letters a"), z.int()]).optional(),
    silent: z.string().regex(/^b$/),
  });
  const { properties } = toInputSchema(schema) as { properties: Record<string, Record<string, unknown>> };
  expect([properties["told"], properties["silent"]]).toEqual([
    { type: "string", pattern: "^\\d+[smh]$", expected: "a length of time such as 15m" },
    { type: "string", pattern: "^b$" },
  ]);
  expect(properties["either"]?.["anyOf"]).toContainEqual({ type: "string", pattern: "^a+$", expected: "letters a" });
});

test("several patterns of a text are one, which whoever reads the schema back holds the text against", () => {
  const schema = z.object({
    name: z
      .string()
      .regex(/^[a-z]/, "expected a small letter first")
      .regex(/\d$/, "expected a digit last")
      .includes("-"),
  });
  const read = readSchema(toInputSchema(schema));
  const taken = ["a-1", "a1", "A-1", "a-b", "-1", "ab-c9"].filter((name) => read.safeParse({ name }).success);
  expect(taken).toEqual(["a-1", "ab-c9"]);
});
