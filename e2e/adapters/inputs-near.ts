/** Inputs that nearly fit a JSON Schema: some do, most are wrong in a place or two. */
import * as fc from "fast-check";

type Schema = Readonly<Record<string, unknown>>;

/** Texts that fit some pattern or format, and some that fit none. */
const TEXTS = [
  "",
  "a b\n",
  "y".repeat(3_000),
  ..."x # äÄ 😀 orders 15m 2026-11-29T12:00:00Z 2026-11-29 eu-west-1 us-west-2 shop.example.com https://shop.example.com/health Z0123456789ABC".split(
    " ",
  ),
  ..."i-0a1b2c3d4e5f60001 s-0a1b2c3d4e5f60001 fs-0a1b2c3d4e5f60001 sg-0a1b2c3d4e5f60001 subnet-0a1b2c3d4e5f60001".split(" "),
  ..."arn:aws:iam::000000000000:role/backup arn:aws:rds:us-east-1:000000000000:cluster:orders".split(" "),
];
const text = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...TEXTS) }, fc.string());
const number = fc.oneof(fc.constantFrom(-1, 0, 0.5, 1, 2, 60, 100, 101, 3_600, 1e6, 1e9, Number.MAX_SAFE_INTEGER), fc.integer());
const anything = fc.oneof(text, number, fc.boolean(), fc.constant(null), fc.constant([]), fc.constant({}), fc.jsonValue({ maxDepth: 2 }));

/** Of what the schema says; now and then something else. `good` is an input that fits. */
export function inputsNear(schema: unknown, good?: unknown): fc.Arbitrary<unknown> {
  const some = fc.oneof({ weight: 12, arbitrary: like(isSchema(schema) ? schema : {}) }, anything);
  return good === undefined ? some : fc.oneof(some, mutated(good));
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null;
}

function like(schema: Schema): fc.Arbitrary<unknown> {
  const options = [schema["anyOf"], schema["oneOf"]].flatMap((found) => (Array.isArray(found) ? (found as unknown[]) : []));
  if (schema["type"] === undefined && options.length > 0) return fc.oneof(...options.map((option) => inputsNear(option)));
  if (schema["const"] !== undefined) return fc.constant(schema["const"]);
  if (Array.isArray(schema["enum"])) return fc.constantFrom(...(schema["enum"] as unknown[]));
  switch (schema["type"]) {
    case "string":
      return text;
    case "number":
    case "integer":
      return number;
    case "boolean":
      return fc.boolean();
    case "array":
      return fc.array(inputsNear(schema["items"] ?? {}), { maxLength: 4 });
    case "object":
      return likeObject(schema);
    default:
      return anything;
  }
}

/** Its members, some left out, and now and then others. */
function likeObject({ properties, additionalProperties }: Schema): fc.Arbitrary<unknown> {
  const members = Object.entries(isSchema(properties) ? properties : {}).map(([name, member]) => [name, inputsNear(member)] as const);
  const others = fc.dictionary(text, inputsNear(additionalProperties), { maxKeys: 2 });
  const own = fc.record(Object.fromEntries(members), { requiredKeys: [] });
  return fc.oneof(
    own,
    fc.tuple(others, own).map(([left, right]) => ({ ...left, ...right })),
  );
}

/** A good input with one place changed, taken away or doubled. */
function mutated(value: unknown): fc.Arbitrary<unknown> {
  if (!isSchema(value) || Object.keys(value).length === 0) return anything;
  const key = fc.constantFrom(...Object.keys(value));
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    return fc.oneof(
      fc.constant([...list, ...list]),
      fc.tuple(key, anything).map(([at, other]) => list.with(Number(at), other)),
      key.chain((at) => mutated(list[Number(at)]).map((other) => list.with(Number(at), other))),
    );
  }
  return fc.oneof(
    key.map((at) => Object.fromEntries(Object.entries(value).filter(([name]) => name !== at))),
    fc.tuple(text, anything).map(([name, other]) => ({ ...value, [name]: other })),
    key.chain((at) => mutated(value[at]).map((other) => ({ ...value, [at]: other }))),
  );
}
