/** Discovery over HTTP: found by technology with the origin of every tag, tags in use, and what is wrong with them. */
import type { Inventory } from "@dr/discovery";
import { describe, expect, it } from "vitest";
import { createTestApi } from "../../test/api.ts";

const target = { account: "123456789012", region: "eu-central-1" };
const targets = [target, { account: "123456789012", region: "us-east-1" }];
const arn = (service: string, resource: string): string => `arn:aws:${service}:eu-central-1:123456789012:${resource}`;
const orders = arn("rds", "cluster:orders");
const server = arn("drs", "source-server/s-00000000000000001");
const failed = {
  ...target,
  region: "us-east-1",
  state: "failed" as const,
  failure: { code: "discovery.target_failed", message: "no", retryable: true },
};

const inventory: Inventory = {
  targets: [{ ...target, state: "read", asOf: "2026-11-23T04:00:00.000Z" }, failed],
  sightings: [
    { arn: orders, tags: { "DR-Tier": "database", "DR-Wave": "1" } },
    { arn: server, tags: { "DR-Tier": "application", "DR-Wvae": "2" } },
    { arn: arn("sqs", "jobs"), tags: { "DR-Tier": "application", "DR-Wave": "2" } },
  ],
  accountTags: { "123456789012": { Environment: "production" } },
};

function apiWith(found: Inventory = inventory) {
  const asked: unknown[] = [];
  const collect = (request: unknown) => {
    asked.push(request);
    return Promise.resolve(found);
  };
  return { ...createTestApi({ discovery: { collect, targets } }), asked };
}

describe("POST /discovery/resources", () => {
  it("groups by technology, says where each tag came from, what nobody takes, and what could not be read", async () => {
    const { call, asked } = apiWith();
    const tags = { "DR-Tier": ["database", "app*"], Environment: "production" };
    const { status, body } = await call("POST /api/v1/discovery/resources", {
      role: "DRSReadOnly",
      body: { tags, lostRegions: ["us-east-1"] },
    });
    expect(status).toBe(200);
    expect(asked).toEqual([{ targets, lostRegions: ["us-east-1"] }]);
    expect(body.discoveredResources).toMatchObject({ database: ["orders"], drs: ["s-00000000000000001"] });
    expect(body.resources.find((each: { arn: string }) => each.arn === orders).tags.Environment).toEqual({
      value: "production",
      level: "account",
      source: "123456789012",
    });
    expect(body.others).toEqual([arn("sqs", "jobs")]);
    expect(body.waves).toEqual([
      { waveNumber: 1, name: "Wave 1", technologies: [{ type: "database", resources: { tagFilters: { ...tags, "DR-Wave": "1" } } }] },
    ]);
    expect(body.withoutWave).toEqual([server]);
    expect(body).toMatchObject({ partial: true, targets: [{ state: "read" }, { state: "failed" }] });
  });

  it.each([
    [{ tags: {} }, 400, "request.invalid"],
    [{ tags: { a: [] } }, 400, "request.invalid"],
    [{ tags: { a: "b" }, technologie: ["drs"] }, 400, "request.invalid"],
    [{ tags: { a: "b" }, technologies: ["databse"] }, 404, "technology.not_found"],
  ])("%j is refused", async (asked, status, code) => {
    const answer = await apiWith().call("POST /api/v1/discovery/resources", { body: asked });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it("a Region that nobody looks into cannot be lost", async () => {
    for (const [route, body] of [
      ["POST /discovery/resources", { tags: { a: "b" } }],
      ["POST /discovery/validate", {}],
    ] as const) {
      const answer = await apiWith().call(route, { body: { ...body, lostRegions: ["us-east-1", "us-esat-1"] } });
      expect([answer.status, answer.body.errors]).toEqual([
        400,
        [
          {
            path: "lostRegions[1]",
            code: "invalid_value",
            message: "nobody looks into us-esat-1; did you mean `us-east-1`?",
            expected: "one of eu-central-1, us-east-1",
          },
        ],
      ]);
    }
  });

  it("is not there where nobody may look", async () => {
    const answer = await createTestApi().call("POST /api/v1/discovery/resources", { body: { tags: { a: "b" } } });
    expect([answer.status, answer.body.code]).toEqual([503, "discovery.unavailable"]);
  });
});

it("GET /discovery/tags counts the values in use", async () => {
  const { body } = await apiWith().call("GET /api/v1/discovery/tags");
  expect(body.tags["DR-Tier"]).toEqual([
    { value: "application", resources: 2 },
    { value: "database", resources: 1 },
  ]);
});

it("POST /discovery/validate holds tags against each other and against the plans", async () => {
  const { call } = apiWith();
  const technologies = [{ type: "database", operation: "failover", resources: { tagFilters: { "DR-Tier": "database" } } }];
  const saved = await call("POST /api/v1/plans", {
    body: { planId: "p", name: "P", waves: [{ waveNumber: 1, name: "one", technologies }] },
  });
  expect(saved.status).toBe(201);
  const { body } = await call("POST /api/v1/discovery/validate", { body: {} });
  expect(body.valid).toBe(false);
  expect(body.findings.map(({ code, resource, nearest }: Record<string, string>) => [code, resource, nearest])).toEqual([
    ["tag.misspelt", server, "DR-Wave"],
    ["tag.missing", server, undefined],
    ["tag.unusual_value", server, undefined],
    ["tag.in_no_plan", server, undefined],
  ]);
});
