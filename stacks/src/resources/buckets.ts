/** Buckets whose objects nobody changes before their retention ends. */
import type { BucketManifest } from "@dr/runtime";
import { bucketName } from "../model/arns.ts";
import { bucketPolicy } from "../model/bucket-policy.ts";
import { logicalName } from "../model/names.ts";
import type { Site } from "../model/site.ts";

/**
 * Creates a bucket with Object Lock in compliance mode: not even the root user shortens a retention (S3 user guide, "Object Lock"). Outside production the lock holds for a day, so
 * that a stage can be removed. Only requests over TLS are answered, and only `writers` (ARNs of roles) put objects.
 */
export function createBucket(declared: BucketManifest, site: Site, writers: readonly string[]): void {
  const logical = logicalName(declared.name);
  const name = bucketName(site.account, declared.name);
  const bucket = new aws.s3.Bucket(
    logical,
    { bucket: name, objectLockEnabled: true },
    { retainOnDelete: true, ...(site.adopt && { import: name }) },
  );
  const at = { bucket: bucket.id };
  new aws.s3.BucketVersioning(`${logical}Versioning`, { ...at, versioningConfiguration: { status: "Enabled" } });
  new aws.s3.BucketServerSideEncryptionConfiguration(`${logical}Encryption`, {
    ...at,
    rules: [
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: site.keys.evidence }, bucketKeyEnabled: true },
    ],
  });
  new aws.s3.BucketObjectLockConfiguration(`${logical}Lock`, {
    ...at,
    rule: { defaultRetention: { mode: "COMPLIANCE", days: site.protect ? declared.lockDays : 1 } },
  });
  new aws.s3.BucketPublicAccessBlock(`${logical}Access`, {
    ...at,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  const arn = `arn:${site.account.partition}:s3:::${name}`;
  new aws.s3.BucketPolicy(`${logical}Policy`, { ...at, policy: bucketPolicy(arn, writers) });
}
