/** The part of CloudFront that leading a distribution to another origin needs, behind a narrow port. */
import {
  CreateInvalidationCommand,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  GetInvalidationCommand,
  ListInvalidationsCommand,
  UpdateDistributionCommand,
  CloudFrontClient,
  type DistributionConfig,
} from "@aws-sdk/client-cloudfront";
import { createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import { atControlPlane, CONTROL_REGION } from "./control-plane.ts";

/** Targets by behaviour: `default`, and path patterns. */
export type Targets = Readonly<Record<string, string>>;

/** A distribution: what its behaviours lead to, and what they could lead to. */
export interface DistributionFacts {
  readonly id: string;
  readonly status: string;
  readonly enabled: boolean;
  readonly origins: readonly { readonly id: string; readonly domain: string }[];
  /** Origin groups, with the origins that they try in this order. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly targets: Targets;
}

/** An invalidation of the edges' copies. */
export interface InvalidationFacts {
  readonly id: string;
  readonly status: string;
  readonly reference: string;
}

/** Distributions; the control plane is one, in us-east-1. */
export interface DistributionPort {
  readonly distribution: (id: string) => Promise<DistributionFacts>;
  /** Reads the configuration, leads the behaviours there and writes it back under the tag that it was read with: throws `PreconditionFailed` where another was faster. */
  readonly updateTargets: (id: string, targets: Targets) => Promise<void>;
  /** The invalidation of this reference, or null. */
  readonly invalidation: (id: string, reference: string) => Promise<InvalidationFacts | null>;
  readonly createInvalidation: (id: string, reference: string, paths: readonly string[]) => Promise<string>;
}

/** How many of the newest invalidations are looked through. */
const NEWEST = 20;

/** CloudFront behind its port. */
export function createDistributionPort(env: FunctionEnv): DistributionPort {
  const { read, mutate } = createClientPair(env, (config) => new CloudFrontClient(config), CONTROL_REGION);
  return {
    distribution: async (Id) => {
      const { Distribution } = await atControlPlane("CloudFront", () => read.send(new GetDistributionCommand({ Id })));
      const config = Distribution?.DistributionConfig;
      if (!config) throw new Error("CloudFront told of the distribution without its configuration");
      return {
        id: Id,
        status: Distribution?.Status ?? "",
        enabled: config.Enabled === true,
        origins: (config.Origins?.Items ?? []).map((origin) => ({ id: origin.Id ?? "", domain: origin.DomainName ?? "" })),
        groups: Object.fromEntries(
          (config.OriginGroups?.Items ?? []).map((group) => [
            group.Id ?? "",
            (group.Members?.Items ?? []).map(({ OriginId = "" }) => OriginId),
          ]),
        ),
        targets: targetsOf(config),
      };
    },
    updateTargets: async (Id, targets) => {
      const { DistributionConfig: config, ETag } = await read.send(new GetDistributionConfigCommand({ Id }));
      if (!config) throw new Error("CloudFront told of the distribution without its configuration");
      await mutate.send(new UpdateDistributionCommand({ Id, IfMatch: ETag, DistributionConfig: leading(config, targets) }));
    },
    invalidation: async (DistributionId, reference) => {
      const { InvalidationList } = await read.send(new ListInvalidationsCommand({ DistributionId, MaxItems: NEWEST }));
      for (const { Id } of InvalidationList?.Items ?? []) {
        const { Invalidation } = await read.send(new GetInvalidationCommand({ DistributionId, Id }));
        if (Invalidation?.InvalidationBatch?.CallerReference === reference)
          return { id: Id ?? "", status: Invalidation.Status ?? "", reference };
      }
      return null;
    },
    createInvalidation: async (DistributionId, reference, paths) => {
      const InvalidationBatch = { CallerReference: reference, Paths: { Quantity: paths.length, Items: [...paths] } };
      const { Invalidation } = await mutate.send(new CreateInvalidationCommand({ DistributionId, InvalidationBatch }));
      return Invalidation?.Id ?? "";
    },
  };
}

/** What every behaviour leads to. */
function targetsOf(config: DistributionConfig): Targets {
  const behaviours = (config.CacheBehaviors?.Items ?? []).map(({ PathPattern = "", TargetOriginId = "" }) => [PathPattern, TargetOriginId]);
  return { default: config.DefaultCacheBehavior?.TargetOriginId ?? "", ...(Object.fromEntries(behaviours) as Targets) };
}

/** The same configuration, led elsewhere; whatever else stands in it stays. */
function leading(config: DistributionConfig, targets: Targets): DistributionConfig {
  const { DefaultCacheBehavior: usual, CacheBehaviors } = config;
  const target = targets["default"] ?? usual?.TargetOriginId;
  return {
    ...config,
    DefaultCacheBehavior: usual && { ...usual, TargetOriginId: target },
    ...(CacheBehaviors && {
      CacheBehaviors: {
        ...CacheBehaviors,
        Items: CacheBehaviors.Items?.map((one) => ({ ...one, TargetOriginId: targets[one.PathPattern ?? ""] ?? one.TargetOriginId })),
      },
    }),
  };
}
