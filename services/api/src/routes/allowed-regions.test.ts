/** Regions in which tasks may act: refused when a plan is saved, when one of before is started, and when an account is registered for others. */
import { expect, test } from "vitest";
import { aboutTest, createTestApi } from "../../test/api.ts";

const limited = { ...aboutTest, allowedRegions: ["eu-central-1", "eu-west-1"] };

const planIn = (region: string) => ({
  planId: "orders",
  name: "Orders",
  waves: [
    {
      waveNumber: 1,
      name: "Database",
      dependencies: [],
      technologies: [{ type: "database", operation: "failover", resources: { clusters: ["c1"] }, target: { region } }],
    },
  ],
});
const message = (region: string): string =>
  `no task may act in ${region}: allowed are eu-central-1, eu-west-1; name one of them, or have whoever deploys the platform allow this one (DR_ALLOWED_REGIONS)`;
const refused = (region: string) => ({
  path: "waves[0].technologies[0].target.region",
  code: "plan.region_not_allowed",
  message: message(region),
  expected: "one of eu-central-1, eu-west-1",
});

test("a plan that acts elsewhere is not saved; one that acts where it may is", async () => {
  const { call } = createTestApi({ about: limited });
  const answer = await call("POST /api/v1/plans", { body: planIn("us-east-1") });
  expect([answer.status, answer.body.code]).toEqual([422, "plan.invalid"]);
  expect(answer.body.errors).toEqual([expect.objectContaining(refused("us-east-1"))]);
  expect((await call("POST /api/v1/plans", { body: planIn("eu-west-1") })).status).toBe(201);
});

test("a single operation, too, is told where it stands in the body", async () => {
  const { call } = createTestApi({ about: limited });
  const body = { clusters: ["arn:aws:rds:us-east-2:123456789012:cluster:c1"] };
  const answer = await call("POST /api/v1/technologies/database/failover", { body });
  expect([answer.status, answer.body.errors]).toEqual([
    422,
    [expect.objectContaining({ path: "clusters[0]", code: "plan.region_not_allowed", message: message("us-east-2") })],
  ]);
});

test("a plan of before is not started once its Region was taken off the list, and says where it stands", async () => {
  const before = createTestApi();
  expect((await before.call("POST /api/v1/plans", { body: planIn("us-east-1") })).status).toBe(201);
  const { call } = createTestApi({ log: before.log, about: limited });
  const answer = await call("POST /api/v1/executions", { body: { planId: "orders", executionType: "recovery" } });
  expect([answer.status, answer.body.code, answer.body.detail]).toEqual([
    409,
    "execution.region_not_allowed",
    `waves[0].technologies[0].target.region: ${message("us-east-1")}`,
  ]);
  expect(answer.body.errors).toEqual([refused("us-east-1")]);
  expect(answer.body.hint).toContain("DR_ALLOWED_REGIONS");
});

test("an account is registered for allowed Regions alone", async () => {
  const kept: unknown[] = [];
  const accounts = {
    store: {
      list: () => Promise.resolve([]),
      get: () => Promise.resolve(undefined),
      put: (each: unknown) => Promise.resolve(void kept.push(each)),
      remove: () => Promise.resolve(),
    },
    takeRole: () => Promise.resolve(""),
  };
  const { call } = createTestApi({ about: limited, accounts });
  const register = (regions: readonly string[]) => call("PUT /api/v1/accounts/targets/210987654321", { body: { regions } });
  const answer = await register(["eu-west-1", "us-east-1"]);
  expect([answer.status, answer.body.code, answer.body.errors]).toEqual([
    400,
    "request.invalid",
    [expect.objectContaining({ path: "regions[1]", code: "region_not_allowed", expected: "some of eu-central-1, eu-west-1" })],
  ]);
  expect(kept).toEqual([]);
  expect((await register(["eu-west-1"])).status).toBe(201);
});
