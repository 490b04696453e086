/** What S3 reports to CloudWatch: how far a replica is behind (in the replica's Region), and what a bucket holds. */
import { CloudWatchClient, paginateGetMetricData, paginateListMetrics } from "@aws-sdk/client-cloudwatch";
import { collectPages, createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";

/** One rule that is measured. */
export interface MeasuredRule {
  readonly sourceBucket: string;
  readonly destinationBucket: string;
  readonly ruleId: string;
}

/** The newest samples of a rule; null where there are none: nobody knows then. */
export interface ReplicationMetrics {
  readonly latencySeconds: number | null;
  readonly pendingOperations: number | null;
  readonly pendingBytes: number | null;
  readonly sampledAt: string | null;
}

/** CloudWatch in one Region. */
export interface MetricPort {
  /** Rules with this source that report here: the replica's Region tells them even when the source's is lost. */
  readonly rulesOf: (sourceBucket: string) => Promise<readonly MeasuredRule[]>;
  readonly replication: (rule: MeasuredRule, until: string, windowSeconds: number) => Promise<ReplicationMetrics>;
  /** Objects of a bucket, all versions of them, as counted once a day; null where nobody counted. */
  readonly objects: (bucket: string, until: string) => Promise<number | null>;
}

const NAMES = ["ReplicationLatency", "OperationsPendingReplication", "BytesPendingReplication"] as const;
const MINUTE = 60;
const DAY = 86_400;
const COUNTED_WITHIN_DAYS = 3;

/** CloudWatch behind its port. */
export function createMetricPort(env: FunctionEnv, region: string | undefined): MetricPort {
  const { read } = createClientPair(env, (config) => new CloudWatchClient(config), region);
  return {
    rulesOf: async (sourceBucket) => {
      const Dimensions = [{ Name: "SourceBucket", Value: sourceBucket }];
      const pages = paginateListMetrics({ client: read }, { Namespace: "AWS/S3", MetricName: "ReplicationLatency", Dimensions });
      return (await collectPages(pages, ({ Metrics }) => Metrics)).map(({ Dimensions = [] }) => {
        const of = (name: string) => Dimensions.find(({ Name }) => Name === name)?.Value ?? "";
        return { sourceBucket, destinationBucket: of("DestinationBucket"), ruleId: of("RuleId") };
      });
    },
    replication: async ({ sourceBucket, destinationBucket, ruleId }, until, windowSeconds) => {
      const dimensions = { SourceBucket: sourceBucket, DestinationBucket: destinationBucket, RuleId: ruleId };
      const newest = await newestOf(
        read,
        NAMES.map((name) => ({ name, dimensions, period: MINUTE })),
        until,
        windowSeconds,
      );
      const [latency, operations, bytes] = newest;
      return {
        latencySeconds: latency?.value ?? null,
        pendingOperations: operations?.value ?? null,
        pendingBytes: bytes?.value ?? null,
        sampledAt: latency?.at ?? null,
      };
    },
    objects: async (bucket, until) => {
      const dimensions = { BucketName: bucket, StorageType: "AllStorageTypes" };
      const [found] = await newestOf(read, [{ name: "NumberOfObjects", dimensions, period: DAY }], until, COUNTED_WITHIN_DAYS * DAY);
      return found?.value ?? null;
    },
  };
}

interface Series {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly period: number;
}

/** The newest sample of each series, in the order in which they were asked for. */
async function newestOf(read: CloudWatchClient, series: readonly Series[], until: string, windowSeconds: number) {
  const end = new Date(until);
  const pages = paginateGetMetricData(
    { client: read },
    {
      StartTime: new Date(end.getTime() - windowSeconds * 1_000),
      EndTime: end,
      ScanBy: "TimestampDescending",
      MetricDataQueries: series.map(({ name, dimensions, period }, index) => ({
        Id: `m${index}`,
        MetricStat: {
          Metric: {
            Namespace: "AWS/S3",
            MetricName: name,
            Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
          },
          Period: period,
          Stat: "Maximum",
        },
      })),
    },
  );
  const samples = await collectPages(pages, ({ MetricDataResults = [] }) =>
    MetricDataResults.flatMap(({ Id, Values = [], Timestamps = [] }) =>
      Values.map((value, index) => ({ Id, value, at: Timestamps[index] })),
    ),
  );
  return series.map((_one, index) => {
    const newest = samples.find(({ Id }) => Id === `m${index}`);
    return newest && { value: newest.value, at: newest.at?.toISOString() ?? null };
  });
}
