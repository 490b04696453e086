/** ARNs of our own resources, known before they exist because every name is fixed. */

/** Where an app is deployed. */
export interface Account {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** `amazonaws.com`, or what it is in that partition. */
  readonly dnsSuffix: string;
}

/** What has an ARN of ours. */
export type ArnKind = "table" | "queue" | "bus" | "topic" | "logGroup";

/** The ARN of the resource of that name in this account and Region. */
export function arnOf({ partition, region, accountId }: Account, kind: ArnKind, name: string): string {
  const here = `${region}:${accountId}`;
  switch (kind) {
    case "table":
      return `arn:${partition}:dynamodb:${here}:table/${name}`;
    case "queue":
      return `arn:${partition}:sqs:${here}:${name}`;
    case "bus":
      return `arn:${partition}:events:${here}:event-bus/${name}`;
    case "topic":
      return `arn:${partition}:sns:${here}:${name}`;
    case "logGroup":
      return `arn:${partition}:logs:${here}:log-group:${name}`;
  }
}

/** The ARN of a role of this account. */
export function roleArn({ partition, accountId }: Account, name: string): string {
  return `arn:${partition}:iam::${accountId}:role/${name}`;
}

/** The ARN of a rule on a custom bus. */
export function ruleArn({ partition, region, accountId }: Account, bus: string, rule: string): string {
  return `arn:${partition}:events:${region}:${accountId}:rule/${bus}/${rule}`;
}

/** A manifest's ARN pattern with `${partition}`, `${region}` and `${account}` filled in. Throws for any other placeholder. */
export function fillIn(pattern: string, { partition, region, accountId }: Account): string {
  const filled = pattern.replaceAll("${partition}", partition).replaceAll("${region}", region).replaceAll("${account}", accountId);
  if (filled.includes("${")) throw new Error(`${pattern}: a manifest may use \${partition}, \${region} and \${account} only`);
  return filled;
}

/** The full name of a bucket: names are shared by all accounts of a partition. */
export function bucketName({ accountId, region }: Account, bucket: string): string {
  return `${bucket}-${accountId}-${region}`;
}

/** The URL of a queue. */
export function queueUrl({ region, accountId, dnsSuffix }: Account, queue: string): string {
  return `https://sqs.${region}.${dnsSuffix}/${accountId}/${queue}`;
}
