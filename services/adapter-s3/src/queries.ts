/** What this adapter answers without changing anything: how a bucket is replicated, where an access point and a distribution lead. */
import type { Query } from "@dr/adapter-kit";
import { declaredRegion, lazyStrictObject } from "@dr/events";
import * as z from "zod";
import type { S3Clients } from "./s3-client.ts";
import { rulesOf } from "./direction.ts";

const ofBucket = lazyStrictObject(() => ({
  bucket: z.string().min(3),
  region: declaredRegion().optional(),
  destinationRegion: declaredRegion().describe("Where the replica is, and with it the metrics"),
}));

const WINDOW_SECONDS = 900;

const replication: Query<S3Clients, z.infer<typeof ofBucket>> = {
  description: "Rules of a bucket, its versioning, and the newest replication metrics of each rule",
  input: ofBucket,
  run: async ({ clients, now }, { bucket, region, destinationRegion }) => {
    const port = clients.buckets(region);
    const metrics = clients.metrics(destinationRegion);
    const measured = await metrics.rulesOf(bucket);
    return {
      versioning: await port.versioning(bucket),
      rules: rulesOf(await port.replication(bucket)),
      metrics: await Promise.all(measured.map(async (rule) => ({ ...rule, ...(await metrics.replication(rule, now, WINDOW_SECONDS)) }))),
    };
  },
};

const ofRoutes = lazyStrictObject(() => ({ arn: z.string().startsWith("arn:") }));
const routes: Query<S3Clients, z.infer<typeof ofRoutes>> = {
  description: "Routes of a Multi-Region Access Point",
  input: ofRoutes,
  run: async ({ clients }, { arn }) => ({ routes: await clients.accessPoints.routes(arn) }),
};

const ofDistribution = lazyStrictObject(() => ({ distribution: z.string().min(1) }));
const distribution: Query<S3Clients, z.infer<typeof ofDistribution>> = {
  description: "Origins of a distribution, and which of them each behaviour leads to",
  input: ofDistribution,
  run: async ({ clients }, { distribution: id }) => clients.distributions.distribution(id),
};

/** Queries by the name that they are asked by. */
export const queries = { replication, routes, distribution };
