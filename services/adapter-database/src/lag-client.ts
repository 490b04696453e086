/** Replication lag from CloudWatch: the last thing that a secondary knew of its primary, even after the primary is gone. */
import { CloudWatchClient, paginateGetMetricData } from "@aws-sdk/client-cloudwatch";
import { createClientPair, firstInPages } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";

/** A series that measures lag. */
export interface LagMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: "seconds" | "milliseconds";
}

/** The newest sample, in seconds; null where there is none, or where the series says that nothing replicates (-1). */
export interface Lag {
  readonly seconds: number | null;
  readonly sampledAt: string | null;
}

/** Lag in one Region. */
export interface LagPort {
  /** The newest sample of the 15 minutes before `until`. A series without data is no error. */
  readonly readLag: (metric: LagMetric, until: string) => Promise<Lag>;
}

const WINDOW_MS = 15 * 60_000;
const NO_SAMPLE: Lag = { seconds: null, sampledAt: null };

/** Lag in a Region. */
export function createLagPort(env: FunctionEnv, region: string | undefined): LagPort {
  const { read } = createClientPair(env, (config) => new CloudWatchClient(config), region);
  return {
    readLag: async ({ namespace, name, dimensions, unit }, until) => {
      const end = new Date(until);
      const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
      const pages = paginateGetMetricData(
        { client: read },
        {
          StartTime: new Date(end.getTime() - WINDOW_MS),
          EndTime: end,
          ScanBy: "TimestampDescending",
          MetricDataQueries: [
            { Id: "lag", MetricStat: { Metric: { Namespace: namespace, MetricName: name, Dimensions }, Period: 60, Stat: "Maximum" } },
          ],
        },
      );
      // A page may hold the series without its samples, which then come on the next one.
      const newest = await firstInPages(pages, ({ MetricDataResults = [] }) =>
        MetricDataResults.flatMap(({ Values = [], Timestamps = [] }) => Values.map((value, index) => ({ value, at: Timestamps[index] }))),
      );
      if (newest === undefined || newest.value < 0) return NO_SAMPLE;
      return { seconds: unit === "seconds" ? newest.value : newest.value / 1000, sampledAt: newest.at?.toISOString() ?? null };
    },
  };
}
