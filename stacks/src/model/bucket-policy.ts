/** Who may put objects into a bucket of evidence: the roles that are named, over TLS, and nobody else, whatever their own policies say. An object there stands for years. */
import type { ServiceManifest } from "@dr/runtime";
import { roleArn, type Account } from "./arns.ts";
import { roleNameOf } from "./names.ts";

/** The resource policy of a bucket, as JSON. `writers` are ARNs of roles. */
export function bucketPolicy(bucketArn: string, writers: readonly string[]): string {
  const objects = `${bucketArn}/*`;
  const onlyTls = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, objects],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  const onlyWriters = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: objects,
    Condition: { ArnNotEquals: { "aws:PrincipalArn": writers } },
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [onlyTls, onlyWriters] });
}

/** The roles of `services` that their own manifests let put objects into the bucket. */
export function writingRoles(bucket: string, services: readonly ServiceManifest[], account: Account): string[] {
  return services
    .flatMap(({ functions }) => functions)
    .filter(({ iam }) => iam.some((intent) => "bucket" in intent && intent.bucket === bucket && intent.actions.includes("s3:PutObject")))
    .map((declared) => roleArn(account, roleNameOf(declared, account.region)));
}
