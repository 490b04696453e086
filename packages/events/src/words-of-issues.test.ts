// What zod finds wrong is told in our words, for every kind of issue that it has.
import { expect, test } from "vitest";
import * as z from "zod";
import "./failure.ts";

test.each<[string, z.ZodType, unknown, string]>([
  ["type", z.string(), 5, "expected a string, received a number"],
  ["type: an array for a map", z.record(z.string(), z.string()), [], "expected an object, received an array"],
  ["type: a map for an array", z.array(z.string()), {}, "expected an array, received an object"],
  ["type: nothing", z.boolean(), undefined, "expected true or false, received nothing"],
  ["type: null", z.number(), null, "expected a number, received null"],
  ["type: a fraction", z.int(), 1.5, "expected a whole number, received a number"],
  ["type: not finite", z.number(), Infinity, "expected a number, received a number without end"],
  ["type: a text that is no number", z.coerce.number(), "one", "expected a number, received what is no number"],
  ["least, number", z.number().positive(), 0, "expected more than 0"],
  ["least, characters", z.string().min(1), "", "expected at least 1 character"],
  ["least, items", z.array(z.string()).min(2), [], "expected at least 2 items"],
  ["most, number", z.number().max(9), 10, "expected at most 9"],
  ["most, excluded", z.number().lt(9), 9, "expected less than 9"],
  ["most, characters", z.string().max(3), "four", "expected at most 3 characters"],
  ["one value", z.literal("a"), "b", "expected a"],
  ["values", z.enum(["a", "b"]), "c", "expected one of a, b"],
  ["pattern", z.string().regex(/^a$/), "b", "expected text that matches /^a$/"],
  [
    "time",
    z.iso.datetime({ offset: true }),
    "noon",
    "expected a time in ISO 8601 with its offset, such as 2026-11-29T12:00:00Z (a + in a URL is written %2B)",
  ],
  ["prefix", z.string().startsWith("arn:"), "x", "expected text that begins with arn:"],
  ["suffix", z.string().endsWith("."), "x", "expected text that ends with ."],
  ["part", z.string().includes("="), "x", "expected text that contains ="],
  ["multiple", z.number().multipleOf(5), 3, "expected a multiple of 5"],
  ["unknown field", z.strictObject({}), { a: 1, b: 2 }, "unknown fields a, b"],
  ["name", z.record(z.string().max(1), z.string()), { ab: "c" }, "a name is not possible here: expected at most 1 character"],
  ["forms", z.union([z.string(), z.number()]), null, "it has none of the forms that are possible here"],
  ["words of its own", z.string().min(1, "expected a name"), "", "expected a name"],
])("%s", (_kind, schema, input, message) => {
  expect(schema.safeParse(input).error?.issues.map((issue) => issue.message)).toEqual([message]);
});

test("several entries are entries", () => {
  expect(z.map(z.string(), z.string()).min(2).safeParse(new Map()).error?.issues[0]?.message).toBe("expected at least 2 entries");
});
