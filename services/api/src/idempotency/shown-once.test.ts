// Every secret that an answer may tell is known by its place: no answer is kept with one in clear, and none is sealed because of how a text looks.
import { ROUTE_LIST, SHOWN_ONCE, tellsSecret } from "@dr/routes";
import { expect, test } from "vitest";
import * as z from "zod";

interface Schema {
  readonly description?: string;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Paths of fields that are described as shown once. */
function shownOnce(schema: Schema, named: Schema["$defs"], path: readonly string[] = []): readonly string[] {
  const { description = "", properties = {}, $ref } = schema;
  const meant = $ref === undefined ? undefined : named?.[$ref.slice("#/$defs/".length)];
  return [
    ...(description.startsWith("shown once") ? [path.join(".")] : []),
    ...(meant ? shownOnce(meant, named, path) : []),
    ...Object.entries(properties).flatMap(([name, inner]) => shownOnce(inner, named, [...path, name])),
  ];
}

test("the places are those of the routes, all of them", () => {
  const bodies = ROUTE_LIST.flatMap(({ answers }) => Object.values(answers ?? {})).flatMap(({ body }) => (body ? [body] : []));
  const schemas = bodies.map((body) => z.toJSONSchema(body, { io: "output", unrepresentable: "any" }) as Schema);
  const found = schemas.flatMap((schema) => shownOnce(schema, schema.$defs));
  expect(new Set(found)).toEqual(new Set(SHOWN_ONCE.map((path) => path.join("."))));
});

test.each<[unknown, boolean]>([
  [{ secret: "whsec_x" }, true],
  [{ callback: { kind: "url", secret: "of another form" } }, true],
  [{ callback: { kind: "task_token" } }, false],
  [{ description: "a plan that says whsec_ in its text" }, false],
  [{ waves: [{ config: { secret: "arn:aws:secretsmanager:x" } }] }, false],
  ["whsec_x", false],
  [undefined, false],
])("%j tells a secret: %s", (body, tells) => expect(tellsSecret(body)).toBe(tells));
