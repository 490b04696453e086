// The simulated CloudWatch: metrics that can be read.
import * as z from "zod";
import { defineService, type ServiceErrors } from "../../service.ts";
import { seedRegion } from "../../seeding/seed-words.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { everywhere } from "../../world/everywhere.ts";
import { getMetricData } from "./get-metric-data.ts";
import { listMetrics } from "./list-metrics.ts";
import { metricKind, seriesId } from "./records.ts";

const errors: ServiceErrors = {
  invalidInput: "ValidationError",
  unknownAction: "InvalidAction",
  throttled: { code: "Throttling", status: 400 },
  internal: { code: "InternalServiceFault", status: 500 },
};

const metric = z.strictObject({
  namespace: z.string().min(1),
  name: z.string().min(1),
  dimensions: z.record(z.string(), z.string()).default({}),
  /** Value of every data point; null for a series without data. */
  value: z.number().nullable(),
  region: seedRegion,
});

/** Amazon CloudWatch, which signs as `monitoring`. Databases report their replication lag without a seed. */
export const cloudwatch = defineService({
  service: "monitoring",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-cloudwatch");
    return sdkProtocol(module, module.CloudWatchClient, errors);
  },
  operations: { GetMetricData: getMetricData, ListMetrics: listMetrics },
  seed: {
    schema: z.strictObject({ metrics: z.array(metric).default([]) }),
    apply({ metrics }, { seeder, region: usual }) {
      for (const { region = usual, ...series } of metrics) {
        const id = seriesId(series);
        seeder.add(metricKind, { service: "monitoring", kind: "metric", region, id, name: series.name }, () => series);
      }
    },
  },
  planResources: () => ({ seed: {} }),
  view: (world) => ({ metrics: everywhere(world, metricKind).map(({ region, body }) => ({ region, ...body })) }),
  quotas: {},
  durations: {},
  events: [],
});
