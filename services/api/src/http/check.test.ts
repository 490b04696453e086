// Every object that any body or query may have, with one name misspelt: it is refused with the name that was meant.
import { hasCode, toFailure } from "@dr/events";
import { RULE_LIST } from "@dr/routes";
import { expect, test } from "vitest";
import * as z from "zod";
import { check, type Part } from "./check.ts";

interface Place {
  readonly path: string;
  readonly slip: string;
  readonly meant: string;
  readonly value: unknown;
}

const TEXTS = [
  "x",
  "us-east-1",
  "210987654321",
  "https://example.com/x",
  "2026-11-29T12:00:00Z",
  "k=v",
  "a".repeat(64),
  "eA==",
  "/a",
  "DRSOperator",
];

/** Some value that the schema takes. */
function sample(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, field]) =>
        field.safeParse(undefined).success ? [] : [[name, sample(field)]],
      ),
    );
  if (schema instanceof z.ZodArray) return [sample(schema.element as z.ZodType)];
  if (schema instanceof z.ZodUnion) return sample(schema.options[0] as z.ZodType);
  if (schema instanceof z.ZodLiteral) return schema.value;
  if (schema instanceof z.ZodEnum) return schema.options[0];
  return [...TEXTS, 1, true, {}].find((value) => schema.safeParse(value).success);
}

/** Each object below a schema, wrapped into what stands around it, with its longest name misspelt. */
function slipsIn(schema: z.ZodType, path: string, wrap: (inner: unknown) => unknown): Place[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return slipsIn(schema.unwrap() as z.ZodType, path, wrap);
  if (schema instanceof z.ZodPipe) return slipsIn(schema.in as z.ZodType, path, wrap);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((form) => slipsIn(form as z.ZodType, path, wrap));
  if (schema instanceof z.ZodArray) return slipsIn(schema.element as z.ZodType, `${path}[0]`, (inner) => wrap([inner]));
  if (!(schema instanceof z.ZodObject)) return [];
  const shape = schema.shape as Record<string, z.ZodType>;
  const whole = sample(schema) as object;
  const below = Object.entries(shape).flatMap(([name, field]) =>
    slipsIn(field, path === "" ? name : `${path}.${name}`, (inner) => wrap({ ...whole, [name]: inner })),
  );
  const meant = Object.keys(shape).toSorted((a, b) => b.length - a.length)[0];
  const isStrict = !schema.safeParse({ ...whole, zzz: "1" }).success;
  if (meant === undefined || !isStrict) return below;
  const slip = `${meant}s`;
  return [{ path: path === "" ? slip : `${path}.${slip}`, slip, meant, value: wrap({ ...whole, [slip]: "1" }) }, ...below];
}

const places = RULE_LIST.flatMap(({ operation, query, body }) =>
  (
    [
      ["query", query],
      ["body", body],
    ] as const
  ).flatMap(([part, schema]) =>
    schema instanceof z.ZodType
      ? slipsIn(schema, "", (inner) => inner).map((place) => ({ ...place, operation, part: part as Part, schema }))
      : [],
  ),
);

test("a misspelt name is told with the one that was meant, wherever it stands", () => {
  const wrong = places.flatMap(({ operation, part, schema, path, meant, value }) => {
    try {
      check(schema, value, part);
      return [[operation, path, "was taken"]];
    } catch (error) {
      if (!hasCode(error, "request.invalid")) throw error;
      const { errors } = toFailure(error).details as { errors: { path: string; expected: string }[] };
      // Of three letters nobody says what they were meant to be: all names are told.
      const isTold = (expected: string) =>
        expected === meant || (meant.length <= 3 && expected.startsWith("one of ") && expected.includes(meant));
      return errors.some((issue) => issue.path === path && isTold(issue.expected)) ? [] : [[operation, path, errors]];
    }
  });
  expect(wrong).toEqual([]);
  expect(places.length).toBeGreaterThan(40);
});
