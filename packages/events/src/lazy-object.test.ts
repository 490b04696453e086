/** A lazy object is the object that zod itself would have made, but for when its fields are made. */
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { lazyLooseObject, lazyObject, lazyStrictObject } from "./lazy-object.ts";

const fields = () => ({ name: z.string().min(1), count: z.int().optional() });

/** How often the fields were made. */
function counted() {
  const made = { times: 0 };
  const schema = lazyObject(() => {
    made.times += 1;
    return fields();
  });
  return { schema, made };
}

describe("lazyObject", () => {
  test("makes its fields with the first parse, and once", () => {
    const { schema, made } = counted();
    expect(made.times).toBe(0);
    expect(schema.parse({ name: "a" })).toEqual({ name: "a" });
    schema.parse({ name: "b" });
    expect(made.times).toBe(1);
  });

  test("stays lazy in what is made of it: optional, in lists and unions, strict, loose, refined, described", () => {
    const { schema, made } = counted();
    z.array(schema).optional();
    z.union([schema, z.null()]);
    z.object({ inner: schema });
    schema.strict();
    const loose = schema.loose();
    const refined = schema.refine(({ name }) => name !== "x", "not x").meta({ description: "a thing" });
    expect(made.times).toBe(0);
    expect(loose.parse({ name: "a", more: 1 })).toEqual({ name: "a", more: 1 });
    expect(refined.safeParse({ name: "x" }).success).toBe(false);
    expect(made.times).toBe(1);
  });

  test.each([
    ["lazyObject", lazyObject(fields), z.object(fields())],
    ["lazyStrictObject", lazyStrictObject(fields), z.strictObject(fields())],
    ["lazyLooseObject", lazyLooseObject(fields), z.looseObject(fields())],
    ["extended", lazyStrictObject(fields).extend({ more: z.boolean() }), z.strictObject(fields()).extend({ more: z.boolean() })],
    ["picked", lazyObject(fields).pick({ name: true }), z.object(fields()).pick({ name: true })],
    ["partial", lazyLooseObject(fields).partial(), z.looseObject(fields()).partial()],
  ])("%s says the same as zod's own object of every input, and has its JSON Schema", (_, lazy: z.ZodType, eager: z.ZodType) => {
    const inputs = [
      { name: "a" },
      { name: "a", count: 1, more: true },
      { name: "", count: 0.5 },
      { count: "x", other: 1 },
      [],
      null,
      "text",
      undefined,
    ];
    const said = (schema: z.ZodType) =>
      inputs.map((input) => {
        const { success, data, error } = schema.safeParse(input);
        return success ? data : error?.issues;
      });
    expect(said(lazy)).toEqual(said(eager));
    expect(z.toJSONSchema(lazy)).toEqual(z.toJSONSchema(eager));
  });

  test("has zod's shape", () => {
    expect(Object.keys(lazyObject(fields).shape)).toEqual(["name", "count"]);
    expect(lazyObject(fields)).toBeInstanceOf(z.ZodObject);
  });
});
