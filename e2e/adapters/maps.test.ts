// A map of a plan whose keys choose resources says so in its schema: a key that matches nothing is then refused when the plan is saved, not passed over.
import { adapters } from "@dr/services";
import { expect, test } from "vitest";

/** Maps whose keys are no resources of the task: why, by the end of their path. */
const FREE: Readonly<Record<string, string>> = {
  parameters: "names of a document's own parameters",
  payload: "a function's own words",
  weights: "target groups behind the listener or the rule, which the service itself knows",
  drs_auth_config: "settings of another system",
  enterpriseContext: "words of another system, kept as they are",
  secrets: "hosts and clusters that are connected to, of which one that is not named has a secret by convention",
  metadata: "words of AWS Backup for what a restore makes, which differ by its type",
  "exports.[].members": "volumes of a consistency group, which ONTAP tells: one that it does not have is refused before anything is done",
  "standbyOrigins.[]": "origins of a distribution, which the service itself knows",
};

interface Schema {
  readonly [keyword: string]: unknown;
}

/** Every map below a schema, by its path, and whether its keys are declared. */
function mapsIn(node: unknown, path: readonly string[]): readonly { readonly path: string; readonly declared: boolean }[] {
  if (typeof node !== "object" || node === null) return [];
  const { properties = {}, additionalProperties, propertyNames, items, anyOf = [] } = node as Schema & { readonly properties?: Schema };
  const keys = propertyNames as Schema | undefined;
  const isMap = typeof additionalProperties === "object" && additionalProperties !== null;
  return [
    ...(isMap ? [{ path: path.join("."), declared: keys?.["resource"] !== undefined }] : []),
    ...Object.entries(properties).flatMap(([key, each]) => mapsIn(each, [...path, key])),
    ...(isMap ? mapsIn(additionalProperties, [...path, "[]"]) : []),
    ...mapsIn(items, path),
    ...(anyOf as readonly unknown[]).flatMap((each) => mapsIn(each, path)),
  ];
}

const maps = adapters.flatMap(({ technology, operations }) =>
  operations.flatMap(({ name, resourcesSchema, configSchema }) =>
    [...mapsIn(resourcesSchema, ["resources"]), ...mapsIn(configSchema, ["config"])].map((map) => ({
      ...map,
      label: `${technology}.${name}: ${map.path}`,
    })),
  ),
);

test("keys of maps are declared, or there is a reason why they choose no resource", () => {
  const isFree = (path: string): boolean => Object.keys(FREE).some((end) => path.endsWith(`.${end}`));
  expect(maps.filter(({ path, declared }) => !declared && !isFree(path)).map(({ label }) => label)).toEqual([]);
});

test("there are such maps, and every reason is of use", () => {
  expect(maps.filter(({ declared }) => declared).length).toBeGreaterThan(10);
  expect(Object.keys(FREE).filter((end) => !maps.some(({ path, declared }) => !declared && path.endsWith(`.${end}`)))).toEqual([]);
});
