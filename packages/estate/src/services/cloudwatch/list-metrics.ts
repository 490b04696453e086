// ListMetrics: the series that were seeded, and those that S3 reports of its rules. Those of a lost Region are still listed, as for two weeks on AWS.
import type { ListMetricsOutput, Metric } from "@aws-sdk/client-cloudwatch";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { readOperation, type ReadCall } from "../../operation.ts";
import { paginate } from "../../paginate.ts";
import { s3Series } from "../s3/metrics.ts";
import { metricKind } from "./records.ts";

const filter = z.object({ Name: z.string(), Value: z.string().optional() });

/** CloudWatch gives this many on a page, whatever is asked for. */
const PAGE_SIZE = 500;

/** Series by namespace, name and dimensions, in pages. */
export const listMetrics = readOperation({
  input: z.object({
    Namespace: z.string().optional(),
    MetricName: z.string().optional(),
    Dimensions: z.array(filter).default([]),
    NextToken: z.string().optional(),
  }),
  run: ({ Namespace, MetricName, Dimensions, NextToken }, call): ListMetricsOutput => {
    const found = allSeries(call)
      .filter((one) => (Namespace ?? one.namespace) === one.namespace && (MetricName ?? one.name) === one.name)
      .filter(({ dimensions }) =>
        Dimensions.every(({ Name, Value }) => Name in dimensions && (Value ?? dimensions[Name]) === dimensions[Name]),
      )
      .map(({ namespace, name, dimensions }): Metric => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      }));
    const page = paginate(found, NextToken, PAGE_SIZE);
    if (page === undefined) throw awsError("InvalidParameterValue", "The value for parameter NextToken is invalid.");
    return { Metrics: [...page.items], ...(page.nextToken !== undefined && { NextToken: page.nextToken }) };
  },
});

type Series = { readonly namespace: string; readonly name: string; readonly dimensions: Readonly<Record<string, string>> };

const allSeries = ({ world, region }: ReadCall): readonly Series[] => [...world.list(metricKind, region), ...s3Series(world, region)];
