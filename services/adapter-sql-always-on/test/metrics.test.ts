/** Metrics of availability groups, held to golden lines of the embedded metric format. */
import { expect, test } from "vitest";
import { sqlMetrics } from "../src/metrics.ts";
import { given } from "./given.ts";
import { productionGroup } from "./sql-world.ts";

const at = (line: Readonly<Record<string, unknown>>) =>
  (line["_aws"] as { CloudWatchMetrics: { Namespace: string }[] }).CloudWatchMetrics[0]?.Namespace;

test("a failover tells its duration by group and operation, and its loss by group", async () => {
  const { run, results } = await given({ seed: productionGroup() });
  const seconds = results["failover:ProductionAG"]?.after["failoverTime"];
  const Timestamp = Date.parse(run.facts().at(-1)!.time);
  expect(run.metricLines().filter((line) => at(line) === "DR/SQLAlwaysOn")).toEqual([
    {
      _aws: {
        Timestamp,
        CloudWatchMetrics: [
          {
            Namespace: "DR/SQLAlwaysOn",
            Dimensions: [["AvailabilityGroup", "Operation"], ["Technology"]],
            Metrics: [{ Name: "FailoverDuration", Unit: "Seconds" }],
          },
        ],
      },
      AvailabilityGroup: "ProductionAG",
      Operation: "Failover",
      Technology: "SQLAlwaysOn",
      FailoverDuration: seconds,
    },
    {
      _aws: {
        Timestamp,
        CloudWatchMetrics: [
          {
            Namespace: "DR/SQLAlwaysOn",
            Dimensions: [["AvailabilityGroup"], ["Technology"]],
            Metrics: [{ Name: "DataLoss", Unit: "Megabytes" }],
          },
        ],
      },
      AvailabilityGroup: "ProductionAG",
      Technology: "SQLAlwaysOn",
      DataLoss: 0,
    },
  ]);
});

test("a loss that nobody knows is not told as a number", () => {
  const after = { newPrimary: "SQL-DR-01", failoverTime: 12, dataLoss: { seconds: 3, megabytes: null } };
  const ended = {
    operation: "failover",
    phase: "execute",
    executionType: "recovery",
    resources: { availabilityGroup: "AG" },
    hasSucceeded: true,
    atMs: 0,
  } as const;
  const lines = sqlMetrics({
    ...ended,
    result: { resources: [{ after }] } as unknown as NonNullable<Parameters<typeof sqlMetrics>[0]["result"]>,
  });
  expect(lines.map((line) => [line["FailoverDuration"], line["DataLoss"]])).toEqual([[12, undefined]]);
  expect(sqlMetrics({ ...ended, hasSucceeded: false, result: undefined })).toEqual([]);
});
