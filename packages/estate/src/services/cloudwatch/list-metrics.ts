// ListMetrics: the series that were seeded, and those that S3 reports of its rules. Those of a lost Region are still listed, as for two weeks on AWS.
import type { ListMetricsOutput, Metric } from "@aws-sdk/client-cloudwatch";
import * as z from "zod";
import { readOperation, type ReadCall } from "../../operation.ts";
import { s3Series } from "../s3/metrics.ts";
import { metricKind } from "./records.ts";

const filter = z.object({ Name: z.string(), Value: z.string().optional() });

/** Series by namespace, name and dimensions; everything on one page. */
export const listMetrics = readOperation({
  input: z.object({ Namespace: z.string().optional(), MetricName: z.string().optional(), Dimensions: z.array(filter).default([]) }),
  run: ({ Namespace, MetricName, Dimensions }, call): ListMetricsOutput => ({
    Metrics: allSeries(call)
      .filter((one) => (Namespace ?? one.namespace) === one.namespace && (MetricName ?? one.name) === one.name)
      .filter(({ dimensions }) =>
        Dimensions.every(({ Name, Value }) => Name in dimensions && (Value ?? dimensions[Name]) === dimensions[Name]),
      )
      .map(({ namespace, name, dimensions }): Metric => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      })),
  }),
});

type Series = { readonly namespace: string; readonly name: string; readonly dimensions: Readonly<Record<string, string>> };

const allSeries = ({ world, region }: ReadCall): readonly Series[] => [...world.list(metricKind, region), ...s3Series(world, region)];
