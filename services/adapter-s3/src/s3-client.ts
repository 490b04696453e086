/** All clients of this adapter: one port per service, by Region where the service is regional. */
import { createRegionalClients, lazyPort } from "@dr/adapter-kit";
import { homeRegionOf, parseEnv, type FunctionEnv } from "@dr/runtime";
import type { BucketPort } from "./api/bucket-client.ts";
import type { DistributionPort } from "./api/distribution-client.ts";
import type { JobPort } from "./api/job-client.ts";
import type { MetricPort } from "./api/metric-client.ts";
import type { RecordPort } from "./api/record-client.ts";
import type { RoutePort } from "./api/route-client.ts";

/** What operations act with. Without a Region, that of the installation. */
export interface S3Clients {
  readonly buckets: (region?: string) => BucketPort;
  readonly jobs: (region?: string) => JobPort;
  readonly metrics: (region?: string) => MetricPort;
  readonly accessPoints: RoutePort;
  readonly distributions: DistributionPort;
  readonly records: RecordPort;
  /** The Region that an absent one stands for. */
  readonly place: (region?: string) => { readonly region: string };
}

/** Clients on AWS, or where the environment leads; the SDK's are loaded with their first call. */
export function createS3Clients(env: FunctionEnv): S3Clients {
  const home = homeRegionOf(parseEnv(env, []));
  return {
    buckets: createRegionalClients((region) =>
      lazyPort(async () => (await import("./api/bucket-client.ts")).createBucketPort(env, region)),
    ),
    jobs: createRegionalClients((region) => lazyPort(async () => (await import("./api/job-client.ts")).createJobPort(env, region))),
    metrics: createRegionalClients((region) =>
      lazyPort(async () => (await import("./api/metric-client.ts")).createMetricPort(env, region)),
    ),
    accessPoints: lazyPort(async () => (await import("./api/route-client.ts")).createRoutePort(env)),
    distributions: lazyPort(async () => (await import("./api/distribution-client.ts")).createDistributionPort(env)),
    records: lazyPort(async () => (await import("./api/record-client.ts")).createRecordPort(env)),
    place: (region) => ({ region: region ?? home }),
  };
}
