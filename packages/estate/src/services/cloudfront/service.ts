// The simulated CloudFront: one control plane for all Regions, which answers in us-east-1.
import * as z from "zod";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import { defineService, type ServiceErrors } from "../../service.ts";
import { sdkProtocol } from "../../wire/sdk-protocol.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { pairsOf } from "../s3/plan.ts";
import { DEPLOY, INVALIDATION } from "./durations.ts";
import {
  createInvalidation,
  getDistribution,
  getDistributionConfig,
  getInvalidation,
  listInvalidations,
  updateDistribution,
} from "./operations.ts";
import { distributionKind } from "./records.ts";
import { cloudFrontSeed } from "./seed.ts";

const errors: ServiceErrors = {
  invalidInput: "InvalidArgument",
  unknownAction: "UnsupportedOperation",
  malformed: "MalformedXML",
  throttled: { code: "Throttling", status: 400 },
  internal: { code: "InternalFailure", status: 500 },
};

const origin = (bucket: string, region: string) => ({ id: `${bucket} in ${region}`, domainName: `${bucket}.s3.${region}.amazonaws.com` });

/** Distributions that tasks name, each with an origin for every bucket of the task and one for its replica. */
const planned = (tasks: readonly PlanTask[]) =>
  tasks.flatMap((task) => {
    const pairs = pairsOf(task);
    const [first] = pairs;
    const ids = z.array(z.string()).safeParse(task.resources["cloudfrontDistributions"]).data ?? [];
    if (first === undefined) return [];
    const origins = pairs.flatMap(({ source, destination, sourceRegion, destinationRegion }) => [
      origin(source, sourceRegion),
      origin(destination, destinationRegion),
    ]);
    const behaviours = Object.fromEntries(
      pairs.slice(1).map(({ source, sourceRegion }) => [`/${source}/*`, origin(source, sourceRegion).id]),
    );
    return ids.map((id) => ({ id: id.split("/").at(-1) ?? id, origins, target: origin(first.source, first.sourceRegion).id, behaviours }));
  });

/** Amazon CloudFront. */
export const cloudfront = defineService({
  service: "cloudfront",
  errors,
  wire: async () => {
    const module = await import("@aws-sdk/client-cloudfront");
    return sdkProtocol(module, module.CloudFrontClient, errors);
  },
  operations: {
    GetDistribution: getDistribution,
    GetDistributionConfig: getDistributionConfig,
    UpdateDistribution: updateDistribution,
    CreateInvalidation: createInvalidation,
    GetInvalidation: getInvalidation,
    ListInvalidations: listInvalidations,
  },
  seed: cloudFrontSeed,
  planResources: (tasks) => ({ seed: { distributions: planned(tasks) } }),
  view: (world, { nowMs }) => ({
    distributions: world.list(distributionKind, GLOBAL_REGION).map(({ id, config, deployedMs }) => ({
      id,
      status: nowMs < deployedMs ? "InProgress" : "Deployed",
      target: config.DefaultCacheBehavior?.TargetOriginId,
      behaviours: (config.CacheBehaviors?.Items ?? []).map(({ PathPattern, TargetOriginId }) => ({
        path: PathPattern,
        target: TargetOriginId,
      })),
    })),
  }),
  quotas: {},
  durations: { deploy: DEPLOY, invalidation: INVALIDATION },
  events: [],
});
