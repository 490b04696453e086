// The metrics of the simulated CloudWatch: series that hold one value.
import { defineKind } from "../../world/kind.ts";

/** A series: what it measures, and the value of its data points, one a minute. `null`: it has no data. */
export type MetricRecord = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number | null;
};

/** Series by `seriesId`. */
export const metricKind = defineKind<MetricRecord>("cloudwatch.metric");

/** The same series under the same name, in whatever order its dimensions are written. */
export const seriesId = ({ namespace, name, dimensions }: Omit<MetricRecord, "value">): string =>
  [
    namespace,
    name,
    ...Object.entries(dimensions)
      .map(([key, value]) => `${key}=${value}`)
      .toSorted(),
  ].join("|");
