// Against zod's own reader, on what zod may write of a schema; what ours does not read is refused by its name.
import { expect, test } from "vitest";
import * as z from "zod";
import { readSchema } from "./read-schema.ts";

const lamp = z.strictObject({ kind: z.literal("lamp"), watts: z.number().min(1).lt(100).multipleOf(0.5) });
const door = z.looseObject({ kind: z.literal("door"), open: z.boolean().default(false), since: z.iso.date().nullable() });
const named = lamp.meta({ id: "lamp" });

const schemas: Readonly<Record<string, z.ZodType>> = {
  either: z.union([lamp, door, z.null()]),
  "one of several, by its kind": z.discriminatedUnion("kind", [lamp, door]),
  "exactly one": z.xor([z.string().max(3), z.string().min(2), z.int().positive()]),
  both: z.intersection(z.looseObject({ a: z.string() }), z.looseObject({ b: z.int().max(5) })),
  "values of all kinds": z.literal(["a", 1, true, null]),
  words: z.object({ word: z.enum(["one", "two"]), none: z.enum(["one"]).optional() }),
  texts: z.object({
    mail: z.email(),
    at: z.iso.datetime({ offset: true }),
    id: z.uuid(),
    for: z.iso.duration(),
    where: z.url(),
    ip: z.ipv4(),
  }),
  map: z.record(z.string().min(2).max(4), z.array(z.int()).min(1).max(2)),
  "map of some names": z.partialRecord(z.enum(["a", "b"]), z.unknown()),
  "by name": z.object({ left: named, right: named.optional() }),
  anything: z.object({ any: z.unknown(), maybe: z.any().optional() }),
  nothing: z.object({ never: z.never().optional() }),
};

const written: Readonly<Record<string, z.core.JSONSchema.BaseSchema>> = {
  ...Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, z.toJSONSchema(schema, { io: "input" })])),
  "one type or the other": { type: ["string", "null"], minLength: 2 },
  "a type in a list": { type: ["integer"], exclusiveMinimum: 0, exclusiveMaximum: 3 },
  "how many members": { type: "object", minProperties: 1, maxProperties: 2, properties: { a: { default: 1 } } },
  "names alone": { type: "object", propertyNames: { pattern: "^a" } },
  "yes and no": { type: "object", properties: { yes: true, no: false }, additionalProperties: true },
  "no value": { enum: [] },
  "any of lists": { type: "array" },
  "a default": { type: "object", properties: { a: { type: "string", default: "x" } }, required: ["a"] },
};

const INPUTS: readonly unknown[] = [
  [null, true, 0, 1, 2.5, 6, "", "a", "ab", "abc", "abcde", "one", [], [1], ["a", 1], {}, { a: "x" }, { b: 3 }, { a: "x", b: 9, c: 1 }],
  [{ a: [1], bb: [1, 2] }, { bb: [1] }, { bbb: [], cc: [1, 2, 3] }, { aaaaa: ["x"] }, { word: "one", none: "one" }, { word: "three" }],
  [
    { kind: "lamp", watts: 40 },
    { kind: "lamp", watts: 40.3, more: 1 },
    { kind: "lamp", watts: 100 },
    { kind: "door", since: "2026-02-30" },
  ],
  [{ kind: "door", since: null, more: 1 }, { kind: "boat" }, { left: { kind: "lamp", watts: 1 } }, { left: {}, right: 1 }, { any: 1 }],
  [{ never: 1 }, { yes: 1 }, { no: 1 }, { __proto__: null, toString: 1 }, JSON.parse('{"__proto__": 1}') as unknown],
  {
    mail: "a@b.example",
    at: "2026-11-29T12:00:00+01:00",
    id: "0192f3a1-7a52-7e3c-8a3b-9d1c5a7b2f10",
    for: "PT5M",
    where: "https://a.example",
    ip: "1.2.3.4",
  },
  { mail: "a", at: "2026-11-29", id: "x", for: "5m", where: "a", ip: "1.2.3" },
].flat();

function answersOf(schema: z.ZodType): unknown {
  const answers = INPUTS.map((input) => schema.safeParse(input));
  return JSON.parse(JSON.stringify(answers.map(({ success, data, error }) => (success ? { data } : { issues: error?.issues }))));
}

test.each(Object.entries(written))("%s: the same answer as zod's", (_, schema) => {
  expect(answersOf(readSchema(schema))).toEqual(answersOf(z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])));
});

test("a format that is not checked itself is held to its pattern", () => {
  const schema = readSchema(z.toJSONSchema(z.cidrv4()));
  expect(["10.0.0.0/8", "10.0.0.0/99", "home"].map((text) => schema.safeParse(text).success)).toEqual([true, false, false]);
});

test.each([
  [{ type: "array", prefixItems: [{ type: "string" }] }, "the schema: `prefixItems` is not read here"],
  [
    { type: "object", properties: { a: { type: "array", items: { not: { type: "string" } } } } },
    "properties.a.items: `not` is not read here",
  ],
  [{ type: "object", patternProperties: { "^a": {} } }, "the schema: `patternProperties` is not read here"],
  [{ anyOf: [{ type: "string" }, { if: {} }] }, "anyOf.1: `if` is not read here"],
  [{ type: "string", format: "jwt" }, "the schema: `format: jwt` is not read here without a pattern"],
  [{ type: "string", allOf: [{ pattern: "^a" }] }, "allOf.0: `pattern` is not read here without a type"],
  [{ type: "text" }, "the schema: `type: text` is none of JSON Schema"],
  [{ const: { a: 1 } }, "the schema: a value that has to be an object or a list is not read here"],
  [{ $ref: "https://example.com/a" }, "the schema: `$ref: https://example.com/a` leads nowhere"],
  [
    { $ref: "#/$defs/tree", $defs: { tree: { type: "array", items: { $ref: "#/$defs/tree" } } } },
    "$defs.tree.items: `$ref: #/$defs/tree` leads back to itself, which is not read here",
  ],
  [{ items: 1, type: "array" }, "items: expected a schema"],
])("%j is refused", (schema, message) => {
  expect(() => readSchema(schema)).toThrow(message);
});
