// Distributions of the simulated CloudFront.
import type { DistributionConfig } from "@aws-sdk/client-cloudfront";
import { defineKind } from "../../world/kind.ts";

/** An invalidation of a distribution. */
export type InvalidationRecord = {
  readonly id: string;
  readonly reference: string;
  readonly paths: readonly string[];
  readonly createdMs: number;
  readonly endMs: number;
};

/** A distribution: its whole configuration, the tag of this version of it, and from when on the edges have it. */
export type DistributionRecord = {
  readonly id: string;
  readonly etag: string;
  readonly config: DistributionConfig;
  readonly changedMs: number;
  readonly deployedMs: number;
  readonly invalidations: readonly InvalidationRecord[];
};

export const distributionKind = defineKind<DistributionRecord>("cloudfront.distribution");
