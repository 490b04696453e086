/** All clients of this adapter: one port per service, by Region where the service is regional. */
import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { Route53Client } from "@aws-sdk/client-route-53";
import { S3Client } from "@aws-sdk/client-s3";
import { S3ControlClient } from "@aws-sdk/client-s3-control";
import { createClientPair, createRegionalClients, type ClientConfig } from "@dr/adapter-kit";
import { homeRegionOf, parseEnv, type FunctionEnv } from "@dr/runtime";
import { createBucketPort, type BucketPort } from "./api/bucket-client.ts";
import { createDistributionPort, type DistributionPort } from "./api/distribution-client.ts";
import { createJobPort, type JobPort } from "./api/job-client.ts";
import { createMetricPort, type MetricPort } from "./api/metric-client.ts";
import { createRecordPort, type RecordPort } from "./api/record-client.ts";
import { createRoutePort, type RoutePort } from "./api/route-client.ts";

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

/** Clients on AWS, or where the environment leads. */
export function createS3Clients(env: FunctionEnv): S3Clients {
  const control = createRegionalClients((region) => createClientPair(env, controlClient, region));
  const home = homeRegionOf(parseEnv(env, []));
  return {
    buckets: createRegionalClients((region) => createBucketPort(createClientPair(env, bucketClient, region))),
    jobs: createRegionalClients((region) => createJobPort(control(region))),
    metrics: createRegionalClients((region) => createMetricPort(createClientPair(env, (config) => new CloudWatchClient(config), region))),
    accessPoints: createRoutePort((region) => control(region)),
    // CloudFront's control plane is in us-east-1.
    distributions: createDistributionPort(createClientPair(env, (config) => new CloudFrontClient(config), "us-east-1")),
    records: createRecordPort(createClientPair(env, (config) => new Route53Client(config))),
    place: (region) => ({ region: region ?? home }),
  };
}

/** Another endpoint than AWS's has one host name: the bucket stands in the path there. */
function bucketClient(config: ClientConfig): S3Client {
  return new S3Client({ ...config, forcePathStyle: config.endpoint !== undefined });
}

/** The account stands before the host name; another endpoint than AWS's has one host name for all. */
function controlClient(config: ClientConfig): S3ControlClient {
  const { endpoint } = config;
  const fixed = endpoint === undefined ? {} : { endpointProvider: () => ({ url: new URL(endpoint) }) };
  return new S3ControlClient({ ...config, ...fixed });
}
