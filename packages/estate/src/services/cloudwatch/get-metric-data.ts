// GetMetricData: a data point a minute, none after the Region that feeds the series was lost.
import type { GetMetricDataOutput, MetricDataResult } from "@aws-sdk/client-cloudwatch";
import * as z from "zod";
import { type ReadCall, readOperation } from "../../operation.ts";
import { s3Metric } from "../s3/metrics.ts";
import { metricKind, type MetricRecord, seriesId } from "./records.ts";
import { usualLag } from "./usual-lag.ts";

const MINUTE_MS = 60_000;
const MOST_POINTS = 1_440;

const query = z.object({
  Id: z.string().regex(/^[a-z]\w{0,254}$/u, "expected an id that begins with a small letter"),
  MetricStat: z.object({
    Metric: z.object({
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
    }),
    Period: z.int().min(1),
    Stat: z.string(),
  }),
});

/** GetMetricData for series by name; expressions are not simulated. */
export const getMetricData = readOperation({
  input: z.object({ StartTime: z.date(), EndTime: z.date(), MetricDataQueries: z.array(query).min(1).max(500) }),
  run: ({ StartTime, EndTime, MetricDataQueries }, call): GetMetricDataOutput => ({
    MetricDataResults: MetricDataQueries.map((one) => answer(one, StartTime.getTime(), Math.min(EndTime.getTime(), call.nowMs), call)),
    Messages: [],
  }),
});

const answer = ({ Id, MetricStat }: z.output<typeof query>, fromMs: number, toMs: number, call: ReadCall): MetricDataResult => {
  const { Namespace: namespace, MetricName: name, Dimensions } = MetricStat.Metric;
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
  const seeded = call.world.get(metricKind, call.region, seriesId({ namespace, name, dimensions }));
  const usual = seeded === undefined ? usualValue({ namespace, name, dimensions }, call) : undefined;
  const value = seeded?.value ?? usual?.value;
  const lost = usual && call.downSinceMs(usual.sourceRegion);
  const times = value === undefined ? [] : minutes(fromMs, lost === undefined ? toMs : Math.min(toMs, lost));
  return {
    Id,
    Label: name,
    StatusCode: "Complete",
    Timestamps: times.map((ms) => new Date(ms)),
    Values: times.map(() => value ?? 0),
  };
};

/** What services report about themselves. */
const usualValue = ({ namespace, ...series }: Omit<MetricRecord, "value">, { world, region, nowMs }: ReadCall) =>
  namespace === "AWS/S3" ? s3Metric(world, series, { region, nowMs }) : usualLag(world, series, region);

/** Whole minutes of a span, newest first. */
const minutes = (fromMs: number, toMs: number): readonly number[] => {
  const newest = Math.floor(toMs / MINUTE_MS) * MINUTE_MS;
  const count = Math.min(MOST_POINTS, Math.max(0, Math.floor((newest - fromMs) / MINUTE_MS) + 1));
  return Array.from({ length: count }, (_, index) => newest - index * MINUTE_MS);
};
