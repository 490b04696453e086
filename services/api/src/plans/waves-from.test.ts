// `wavesFrom: tags`: a document without waves becomes a plan whose waves are what DR-Wave says today.
import type { Inventory } from "@dr/discovery";
import { expect, it } from "vitest";
import { createTestApi } from "../../test/api.ts";

const target = { account: "123456789012", region: "eu-central-1" };
const arn = (service: string, resource: string): string => `arn:aws:${service}:eu-central-1:123456789012:${resource}`;
const sightings = [
  { arn: arn("rds", "cluster:orders"), tags: { Environment: "prod", "DR-Wave": "1" } },
  { arn: arn("drs", "source-server/s-00000000000000001"), tags: { Environment: "prod", "DR-Wave": "20" } },
  { arn: arn("rds", "cluster:reports"), tags: { Environment: "prod", "DR-Wave": "20" } },
  { arn: arn("rds", "cluster:forgotten"), tags: { Environment: "prod", "DR-Wave": "soon" } },
  { arn: arn("rds", "cluster:test"), tags: { Environment: "test", "DR-Wave": "3" } },
];

function apiWith(change: Partial<Inventory> = {}) {
  const inventory: Inventory = {
    targets: [{ ...target, state: "read", asOf: "2026-11-23T04:00:00.000Z" }],
    sightings,
    accountTags: {},
    ...change,
  };
  return createTestApi({ discovery: { collect: () => Promise.resolve(inventory), targets: [target] } });
}

const document = {
  planId: "shop",
  name: "Shop",
  wavesFrom: "tags",
  tagFilters: { Environment: "prod" },
  technologies: [
    { type: "database", operation: "failover", timeoutSeconds: 1200 },
    { type: "drs", operation: "recovery" },
  ],
};

it("makes a wave of each number, with what the document says of each technology, and warns of what is in none", async () => {
  const { call } = apiWith();
  const saved = await call("POST /plans", { body: document });
  expect(saved.status).toBe(201);
  expect(saved.body.warnings.filter(({ code }: { code: string }) => code !== "plan.tag_filters")).toEqual([
    {
      path: "tagFilters",
      code: "plan.without_wave",
      message: `${arn("rds", "cluster:forgotten")} fits the tags and is in no wave: its DR-Wave is "soon"`,
      expected: "DR-Wave as a whole number from 1 to 9999",
    },
  ]);
  const { body } = await call("GET /plans/shop");
  const told = body.waves.map(({ waveNumber, dependencies, technologies }: never) => [
    waveNumber,
    dependencies,
    (technologies as Record<string, unknown>[]).map(({ type, operation, resources, timeoutSeconds }) => [
      type,
      operation,
      resources,
      timeoutSeconds === 1200,
    ]),
  ]);
  const of = (wave: string) => ({ tagFilters: { Environment: "prod", "DR-Wave": wave } });
  expect(told).toEqual([
    [1, [], [["database", "failover", of("1"), true]]],
    [
      20,
      [1],
      [
        ["database", "failover", of("20"), true],
        ["drs", "recovery", of("20"), false],
      ],
    ],
  ]);
});

it("reads YAML and the wrapper, and saves the next version when tags have changed", async () => {
  const { call } = apiWith();
  const yaml =
    "enterpriseRecoveryPlan:\n  planId: shop\n  name: Shop\n  wavesFrom: tags\n  tagFilters: {Environment: prod}\n  technologies: [{type: database, operation: failover}]\n";
  expect(await call("POST /plans", { body: yaml, contentType: "application/yaml" })).toMatchObject({ status: 201, body: { version: 1 } });
  expect(await call("PUT /plans/shop", { body: yaml, contentType: "application/yaml" })).toMatchObject({
    status: 200,
    body: { version: 1 },
  });
  const narrower = yaml.replace("Environment: prod", '"DR-Wave": "1"');
  expect(await call("PUT /plans/shop", { body: narrower, contentType: "application/yaml", headers: { "if-match": '"1"' } })).toMatchObject({
    status: 200,
    body: { version: 2 },
  });
});

it.each([
  ["waves beside it", { ...document, waves: [] }, "waves", "plan.waves_from"],
  ["no filters", { ...document, tagFilters: undefined }, "tagFilters", "plan.waves_from"],
  ["another source", { ...document, wavesFrom: "names" }, "wavesFrom", "plan.waves_from"],
  [
    "resources of its own",
    { ...document, technologies: [{ type: "database", resources: {} }] },
    "technologies.0.resources",
    "plan.waves_from",
  ],
  ["an unknown technology", { ...document, technologies: [{ type: "databse" }] }, "technologies[0].type", "plan.unknown_technology"],
  ["tags that nothing has", { ...document, tagFilters: { Environment: "stage" } }, "tagFilters", "plan.no_waves"],
  [
    "an unknown operation",
    { ...document, technologies: [{ type: "drs", operation: "fly" }] },
    "technologies[0].operation",
    "plan.unknown_operation",
  ],
])("refuses %s, with the place", async (_what, body, path, code) => {
  const answer = await apiWith().call("POST /plans", { body });
  expect([answer.status, answer.body.errors[0].path, answer.body.errors[0].code]).toEqual([422, path, code]);
});

it("makes no plan of half a view, nor where nobody may look", async () => {
  const failed = {
    ...target,
    region: "us-east-1",
    state: "failed" as const,
    failure: { code: "discovery.target_failed", message: "no", retryable: true },
  };
  for (const api of [apiWith({ targets: [failed] }), createTestApi()]) {
    expect(await api.call("POST /plans", { body: document })).toMatchObject({ status: 503, body: { code: "discovery.unavailable" } });
  }
});
