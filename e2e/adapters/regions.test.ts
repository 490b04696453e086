/** Every setting that says a Region is declared as one: only then is it held against the Regions of an installation. */
import { declarationsOf } from "@dr/events";
import { adapters } from "@dr/services";
import { expect, test } from "vitest";

type Schema = Readonly<Record<string, unknown>>;

/** Settings that are called after Regions and are held against nothing, and why. */
const EXCEPTED: Readonly<Record<string, string>> = {
  "infrastructure.routing_control config.endpoints.[].region":
    "endpoints of a cluster are in five Regions that AWS chose; a record set they switch is of none",
};

/** Paths of all properties, with the schema of each. */
function propertiesOf(node: unknown, at: readonly string[]): readonly (readonly [path: readonly string[], schema: Schema])[] {
  if (typeof node !== "object" || node === null) return [];
  const schema = node as Schema;
  const properties = Object.entries((schema["properties"] ?? {}) as Schema);
  const branches = ["anyOf", "oneOf", "allOf"].flatMap((key) => (schema[key] ?? []) as readonly unknown[]);
  return [
    ...properties.flatMap(([name, each]) => [[[...at, name], each as Schema] as const, ...propertiesOf(each, [...at, name])]),
    ...[schema["items"], schema["additionalProperties"]].flatMap((each) => propertiesOf(each, [...at, "[]"])),
    ...branches.flatMap((each) => propertiesOf(each, at)),
  ];
}

const fields = adapters.flatMap(({ technology, operations }) =>
  operations.flatMap(({ name, resourcesSchema, configSchema }) =>
    Object.entries({ resources: resourcesSchema, config: configSchema }).flatMap(([part, schema]) => {
      const declared = new Set(declarationsOf(schema).regions.map((path) => path.join(".")));
      return propertiesOf(schema, []).map(([path, { type }]) => ({
        name: `${technology}.${name} ${part}.${path.join(".")}`,
        isText: type === "string",
        isCalledSo: /region/i.test(path.at(-1) ?? ""),
        isDeclared: declared.has(path.join(".")),
      }));
    }),
  ),
);

test("a text that is called after a Region is declared as one, or says why not", () => {
  const found = fields.filter(({ isText, isCalledSo, isDeclared }) => isText && isCalledSo && !isDeclared).map(({ name }) => name);
  expect(found).toEqual(Object.keys(EXCEPTED));
});

test("there are such settings, in every adapter of AWS", () => {
  const technologies = new Set(fields.filter(({ isDeclared }) => isDeclared).map(({ name }) => name.split(".")[0] ?? ""));
  expect([...technologies].toSorted()).toEqual(["application", "database", "drs", "infrastructure", "s3_replication", "storage"]);
});
