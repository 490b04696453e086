// GetMetricData over the real client: replication lag as databases report it.
import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { expect, test } from "vitest";
import { START_MS } from "../../testing/hand-clock.ts";
import { createTestEstate } from "../../testing/test-estate.ts";

const open = () => {
  const fixture = createTestEstate();
  fixture.estate.seed({
    rds: {
      clusters: [{ identifier: "orders-east" }, { identifier: "orders-west", region: "us-west-2" }],
      instances: [{ identifier: "copy", region: "us-west-2", multiAz: false, replicaOf: "arn:aws:rds:us-east-1:123456789012:db:billing" }],
      globalClusters: [
        {
          identifier: "orders",
          members: [
            { cluster: "orders-east", region: "us-east-1" },
            { cluster: "orders-west", region: "us-west-2" },
          ],
        },
      ],
    },
    monitoring: { metrics: [{ namespace: "AWS/RDS", name: "ReplicaLag", value: 40, dimensions: { DBInstanceIdentifier: "slow" } }] },
  });
  const read = async (region: string, MetricName: string, dimension: readonly [string, string]) => {
    const client = new CloudWatchClient({ ...fixture.sdkConfig(region), maxAttempts: 1 });
    const { MetricDataResults } = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(fixture.clock.now() - 180_000),
        EndTime: new Date(fixture.clock.now()),
        MetricDataQueries: [
          {
            Id: "lag",
            MetricStat: {
              Metric: { Namespace: "AWS/RDS", MetricName, Dimensions: [{ Name: dimension[0], Value: dimension[1] }] },
              Period: 60,
              Stat: "Maximum",
            },
          },
        ],
      }),
    );
    const [{ Values = [], Timestamps = [] } = {}] = MetricDataResults ?? [];
    return Values.map((value, index) => [value, (START_MS - (Timestamps[index]?.getTime() ?? 0)) / 60_000]);
  };
  return { ...fixture, read };
};

test("a secondary cluster reports its lag, a point a minute, and none since the primary's Region was lost", async () => {
  const { read, estate, clock } = open();
  const lag = () => read("us-west-2", "AuroraGlobalDBReplicationLag", ["DBClusterIdentifier", "orders-west"]);
  expect(await lag()).toEqual([0, 1, 2, 3].map((ago) => [850, ago]));
  estate.faults.add({ kind: "region-down", region: "us-east-1" });
  clock.pass(120);
  expect(await lag()).toEqual([0, 1].map((ago) => [850, ago]));
  clock.pass(120);
  expect(await lag()).toEqual([]);
});

test("a replica reports seconds; a series that was seeded what the seed says; any other has no data", async () => {
  const { read } = open();
  expect((await read("us-west-2", "ReplicaLag", ["DBInstanceIdentifier", "copy"]))[0]).toEqual([2, 0]);
  expect((await read("us-east-1", "ReplicaLag", ["DBInstanceIdentifier", "slow"]))[0]).toEqual([40, 0]);
  expect(await read("us-east-1", "ReplicaLag", ["DBInstanceIdentifier", "copy"])).toEqual([]);
});
