/** Given a database, when a failover is asked for, then: done, refused, waited for, or only looked at. */
import type { Harness } from "@dr/adapter-kit/testing";
import { describe, expect, test } from "vitest";
import type { DatabaseClients } from "../src/clients.ts";
import type { SeedDocument } from "@dr/estate";
import type { EstateWorld } from "./estate-world.ts";
import { begin } from "./given.ts";

const orders = {
  identifier: "orders",
  members: [
    { identifier: "orders-1", promotionTier: 0, writer: true },
    { identifier: "orders-2", promotionTier: 1 },
    { identifier: "orders-3", promotionTier: 1 },
  ],
};
const billing = { identifier: "billing" };

type Rds = NonNullable<SeedDocument["rds"]>;
interface Given {
  readonly estate: Rds;
  readonly resources: Record<string, unknown>;
  readonly config?: Record<string, unknown>;
  readonly executionType?: "drill" | "recovery";
  /** From the act on every status is a busy one. */
  readonly busy?: boolean;
}

async function failover({ estate, executionType = "recovery", busy = false, ...rest }: Given): Promise<Harness<DatabaseClients>> {
  const run = begin({ operation: "failover", seed: { rds: estate }, executionType, deadlineSeconds: 900, ...rest });
  if (busy) {
    await run.run(1);
    (run.world as EstateWorld).estate.faults.add({ kind: "unknown-enum", service: "rds", code: "rebooting" });
  }
  await run.run();
  return run;
}

/** The closing fact: failure code, or each resource's outcome. */
function ending(run: Harness<DatabaseClients>): unknown {
  const data = run.facts().at(-1)!.data as { failure?: { code: string }; result?: { resources: { resource: string; outcome: string }[] } };
  return data.failure?.code ?? Object.fromEntries(data.result!.resources.map(({ resource, outcome }) => [resource, outcome]));
}

describe("clusters", () => {
  test("of readers on the same tier the first by name becomes the writer", async () => {
    const run = await failover({ estate: { clusters: [orders] }, resources: { clusters: ["orders"] } });
    expect(run.world.effects()).toEqual(["FailoverDBCluster orders -> orders-2"]);
  });

  test("a reader that is not available is passed over", async () => {
    const members = orders.members.map((one) => (one.identifier === "orders-2" ? { ...one, status: "rebooting" } : one));
    const run = await failover({ estate: { clusters: [{ ...orders, members }] }, resources: { clusters: ["orders"] } });
    expect(run.world.effects()).toEqual(["FailoverDBCluster orders -> orders-3"]);
  });

  test.each([
    ["healthCheckRetries", { healthCheckRetries: 2 }, "database.unhealthy"],
    ["healthCheckTimeout", { healthCheckTimeout: "90s" }, "database.unhealthy"],
  ])(
    "a writer that moved and does not serve is waited for as long as %s says; then it fails, and the move stands",
    async (_name, config, code) => {
      const run = await failover({
        estate: { clusters: [orders] },
        resources: { clusters: ["orders"] },
        config: { targetInstance: "orders-2", ...config },
        busy: true,
      });
      expect([ending(run), run.world.effects()]).toEqual([code, ["FailoverDBCluster orders -> orders-2"]]);
      expect((run.facts().at(-1)!.data as { result: { unaccounted: unknown } }).result.unaccounted).toMatchObject([{ state: "stands" }]);
    },
  );

  test.each([
    ["named for all", "orders-3"],
    ["named by cluster", { orders: "orders-3" }],
    ["named in upper case", "ORDERS-3"],
    ["named by the cluster in upper case", { Orders: "Orders-3" }],
    ["named by ARNs", { "arn:aws:rds:us-east-1:123456789012:cluster:orders": "arn:aws:rds:us-east-1:123456789012:db:orders-3" }],
  ])("the configured target, %s, becomes the writer", async (_name, targetInstance) => {
    const run = await failover({ estate: { clusters: [orders] }, resources: { clusters: ["orders"] }, config: { targetInstance } });
    expect(run.world.effects()).toEqual(["FailoverDBCluster orders -> orders-3"]);
    const { result } = run.facts().at(-1)!.data as {
      result: { rpo: unknown; simulated: boolean; resources: { before: unknown; after: unknown }[] };
    };
    expect(result.rpo).toEqual({ seconds: 0, method: "shared_storage", confidence: "exact" });
    expect(result.simulated).toBe(true);
    expect(result.resources[0]).toMatchObject({ before: { writer: "orders-1" }, after: { writer: "orders-3" } });
  });

  test("a configured target that writes already: nothing to do", async () => {
    const run = await failover({
      estate: { clusters: [orders] },
      resources: { clusters: ["orders"] },
      config: { targetInstance: "orders-1" },
    });
    expect(run.world.effects()).toEqual([]);
    expect(ending(run)).toEqual({ "cluster:orders": "noop" });
  });

  test.each([
    ["a target that is no member", { clusters: [orders] }, { targetInstance: "payments-1" }, "database.unknown_target"],
    ["a single instance", { clusters: [{ ...orders, members: orders.members.slice(0, 1) }] }, {}, "database.no_reader"],
    ["RDS for MySQL Multi-AZ DB clusters", { clusters: [{ ...orders, engine: "mysql" }] }, {}, "database.target_unsupported"],
    [
      "a cluster that will not come back",
      { clusters: [{ ...orders, status: "inaccessible-encryption-credentials" }] },
      {},
      "database.unusable",
    ],
    ["a cluster that somebody stopped", { clusters: [{ ...orders, status: "stopped" }] }, {}, "database.unusable"],
    ["an unknown cluster", {}, {}, "aws.not_found"],
    ["a cluster that stays busy", { clusters: [{ ...orders, status: "upgrading" }] }, {}, "task.timed_out"],
  ] satisfies [string, Rds, object, string][])("refused: %s", async (_name, estate, config, code) => {
    const run = await failover({ estate, resources: { clusters: ["orders"] }, config });
    expect(ending(run)).toBe(code);
    expect(run.world.effects()).toEqual([]);
  });
});

describe("instances", () => {
  test.each([
    ["without a standby", { instances: [{ ...billing, multiAz: false }] }, "billing", "database.not_multi_az"],
    ["that belong to a cluster", { clusters: [orders] }, "orders-1", "database.cluster_member"],
    ["that failed", { instances: [{ ...billing, status: "storage-full" }] }, "billing", "database.unusable"],
  ] satisfies [string, Rds, string, string][])("refused: %s", async (_name, estate, instance, code) => {
    const run = await failover({ estate, resources: { instances: [instance] } });
    expect(ending(run)).toBe(code);
    expect(run.world.effects()).toEqual([]);
  });

  test("a storage optimization that goes on for hours does not hold the failover up", async () => {
    const run = await failover({
      estate: { instances: [{ ...billing, status: "storage-optimization" }] },
      resources: { instances: ["billing"] },
    });
    expect(ending(run)).toEqual({ "instance:billing": "completed" });
    expect(run.world.effects()).toEqual(["RebootDBInstance billing"]);
  });

  test("the result shows the zone before and after", async () => {
    const run = await failover({ estate: { instances: [billing] }, resources: { instances: ["billing"] } });
    const { result } = run.facts().at(-1)!.data as { result: { rtoSeconds: number; resources: unknown[] } };
    expect(result.rtoSeconds).toBe(100);
    expect(result.resources).toEqual([
      expect.objectContaining({
        before: { availabilityZone: "us-east-1a" },
        after: { availabilityZone: "us-east-1b", status: "available" },
      }),
    ]);
  });
});

test("a task is as good as its worst resource, and shows each", async () => {
  const run = await failover({ estate: { clusters: [orders] }, resources: { clusters: ["orders"], instances: ["missing"] } });
  expect(run.world.effects()).toEqual(["FailoverDBCluster orders -> orders-2"]);
  const { failure, result } = run.facts().at(-1)!.data as {
    failure: { code: string; details: { resources: object } };
    result: { resources: object[] };
  };
  expect(failure.code).toBe("aws.not_found");
  expect(Object.keys(failure.details.resources)).toEqual(["instance:missing"]);
  expect(result.resources).toEqual([
    expect.objectContaining({ resource: "cluster:orders", outcome: "completed" }),
    expect.objectContaining({ resource: "instance:missing", outcome: "failed" }),
  ]);
});

test("a drill only looks, and says what it would have done", async () => {
  const estate = { clusters: [orders], instances: [billing] };
  const run = await failover({ estate, resources: { clusters: ["orders"], instances: ["billing"] }, executionType: "drill" });
  expect(run.world.effects()).toEqual([]);
  expect(ending(run)).toEqual({ "cluster:orders": "skipped_in_drill", "instance:billing": "skipped_in_drill" });
  const { result } = run.facts().at(-1)!.data as { result: { resources: { after: { wouldFailOverTo: string } }[] } };
  expect(result.resources.map(({ after }) => after.wouldFailOverTo)).toEqual(["orders-2", "us-east-1b"]);
});

test("a second attempt keeps what the first completed, and does only the rest", async () => {
  const run = await failover({
    estate: { clusters: [{ ...orders, status: "upgrading" }], instances: [billing] },
    resources: { clusters: ["orders"], instances: ["billing"] },
  });
  expect(ending(run)).toBe("task.timed_out");
  run.request({ attempt: 2, type: "TechnologyRetryRequested", deadlineSeconds: 900 });
  await run.run();
  expect(run.world.effects()).toEqual(["RebootDBInstance billing"]);
});
