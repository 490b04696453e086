/** The answers of AWS's event-ruler, held in local/fixtures/event-pattern-vectors.json. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { parseJson } from "../json/parse-json.ts";
import { answerCase } from "../match-cases.ts";

const vectorsSchema = z.array(
  z.looseObject({
    name: z.string(),
    rule: z.unknown(),
    event: z.unknown(),
    expected: z.boolean().optional(),
    error: z.string().optional(),
  }),
);
const text = readFileSync(new URL("../../../fixtures/event-pattern-vectors.json", import.meta.url), "utf8");
const vectors = vectorsSchema.parse(parseJson(text));

describe("event-ruler's vectors", () => {
  it("are all here", () => {
    expect(vectors).toHaveLength(156);
    expect(vectors.filter(({ error }) => error !== undefined)).toHaveLength(11);
  });

  it.each(vectors)("$name", ({ rule, event, expected, error }) => {
    const answer = error === undefined ? expected : "error";
    expect(answerCase({ rule, event })).toBe(answer);
    expect(answerCase({ rule: JSON.stringify(rule), event: JSON.stringify(event) })).toBe(answer);
  });
});
