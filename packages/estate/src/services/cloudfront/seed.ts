// The CloudFront part of a seed: distributions with their origins and what leads to which.
import type { DistributionConfig } from "@aws-sdk/client-cloudfront";
import * as z from "zod";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { seededHex } from "../../seeded-choice.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { etagOf } from "./operations.ts";
import { distributionKind } from "./records.ts";

const distribution = z.strictObject({
  id: z.string().regex(/^[A-Z0-9]{5,32}$/u, "expected the id of a distribution, such as E1234567890ABC"),
  origins: z.array(z.strictObject({ id: z.string().min(1), domainName: z.string().min(1) })).min(1),
  /** Origin of the default behaviour. */
  target: z.string(),
  /** Origins of further behaviours, by their path patterns. */
  behaviours: z.record(z.string(), z.string()).default({}),
});

const schema = z.strictObject({ distributions: z.array(distribution).default([]) });
const leading = (TargetOriginId: string) => ({ TargetOriginId, ViewerProtocolPolicy: "redirect-to-https" as const, Compress: true });

const toConfig = ({ id, origins, target, behaviours }: z.output<typeof distribution>): DistributionConfig => ({
  CallerReference: `simulated-${id}`,
  Comment: "simulated",
  Enabled: true,
  PriceClass: "PriceClass_All",
  HttpVersion: "http2",
  Origins: {
    Quantity: origins.length,
    Items: origins.map((one) => ({
      Id: one.id,
      DomainName: one.domainName,
      OriginPath: "",
      CustomHeaders: { Quantity: 0 },
      OriginAccessControlId: "EOAC0000000000",
      S3OriginConfig: { OriginAccessIdentity: "" },
    })),
  },
  DefaultCacheBehavior: leading(target),
  CacheBehaviors: {
    Quantity: Object.keys(behaviours).length,
    Items: Object.entries(behaviours).map(([PathPattern, origin]) => ({ PathPattern, ...leading(origin) })),
  },
});

/** Schema and effect of the CloudFront part. */
export const cloudFrontSeed = {
  schema,
  apply: ({ distributions }: z.output<typeof schema>, { seeder, createdMs }: SeedContext): void => {
    for (const one of distributions) {
      const place = { service: "cloudfront", kind: "distribution", region: GLOBAL_REGION, id: one.id, name: one.id };
      seeder.add(distributionKind, place, () => ({
        id: one.id,
        etag: etagOf(seededHex(13, "etag", one.id)),
        config: toConfig(one),
        changedMs: createdMs,
        deployedMs: createdMs,
        invalidations: [],
      }));
    }
  },
};
