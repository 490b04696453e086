/** Canonical forms of resources whose name is one text: which spellings there are, and what they have in common. */
import { parseArn } from "./arn.ts";
import type { ResourceKind, ResourceReach } from "./kinds.ts";
import type { ResourceScope } from "./reference.ts";

/** What a spelling says: the canonical id, and the account and Region if an ARN tells them. */
export interface ReadName extends Partial<ResourceScope> {
  readonly id: string;
}

/** How one kind of resource is written. */
export interface TextForm {
  readonly reach: ResourceReach;
  /** What to write, for a person. */
  readonly expected: string;
  /** Regular expression (source, unanchored) of all spellings, simple enough for any reader of JSON Schema. */
  readonly pattern: string;
  /** Reads one spelling; undefined if it is none of this kind. */
  readonly read: (written: string) => ReadName | undefined;
}

interface Spelling {
  readonly reach?: ResourceReach;
  readonly expected: string;
  /** Source of a regular expression of the name alone, without anchors. Its group is what counts of it. */
  readonly plain: string;
  /** Service, and source of the ARN's resource part; its group is the name. */
  readonly arn: readonly [service: string, resource: string];
  /** Names of RDS and Elastic Load Balancing compare without case; those of most services do not. */
  readonly fold?: "lower";
}

function form({ reach = "regional", expected, plain, arn: [service, resource], fold }: Spelling): TextForm {
  const plainName = new RegExp(`^${plain}$`);
  const arnName = new RegExp(`^${resource}$`);
  const fit = (id = ""): string => (fold === "lower" ? id.toLowerCase() : id);
  return {
    reach,
    expected,
    pattern: `${plain}|arn:[a-z][a-z0-9-]*:${service}:[a-z0-9-]*:(?:[0-9]{12})?:${resource}`,
    read: (written) => {
      const parts = parseArn(written);
      if (!parts) {
        const match = plainName.exec(written);
        return match ? { id: fit(match[1]) } : undefined;
      }
      const match = parts.service === service ? arnName.exec(parts.resource) : null;
      return match ? { id: fit(match[1]), account: parts.account, region: parts.region } : undefined;
    },
  };
}

/** An RDS identifier: a letter, then letters, digits and hyphens, at most 63 (API reference, CreateDBCluster). RDS keeps it in lower case. */
const RDS_NAME = "([A-Za-z][A-Za-z0-9-]{0,62})";
const rds = (what: string, prefix: string, reach: ResourceReach = "regional"): TextForm =>
  form({
    reach,
    expected: `the name or the ARN of an RDS ${what}`,
    plain: RDS_NAME,
    arn: ["rds", `${prefix}:${RDS_NAME}`],
    fold: "lower",
  });

/** Ids that a service gives: a prefix and letters or digits. Simulated estates use words, so hyphens may stand in them. */
const given = (
  what: string,
  prefix: string,
  [service, resource]: readonly [string, string],
  reach: ResourceReach = "regional",
): TextForm => {
  const plain = `(${prefix}-[A-Za-z0-9-]{1,40})`;
  return form({ reach, expected: `the id of ${what} (${prefix}-…) or its ARN`, plain, arn: [service, `${resource}/${plain}`] });
};

const ZONE = "([A-Za-z0-9]{1,32})";
const BUCKET = "([A-Za-z0-9][A-Za-z0-9._-]{2,254})";
/** A version or an alias is part of its function: operations on two of them meet in its configuration. */
const FUNCTION = "([A-Za-z0-9_-]{1,64})(?::[$A-Za-z0-9_-]{1,128})?";
/** Names are unique among the load balancers of a Region, and among its target groups (API reference, CreateLoadBalancer, CreateTargetGroup). */
const BALANCED = "([A-Za-z0-9-]{1,32})";
/** Simulated estates use words for ids. */
const DISTRIBUTION = "([A-Za-z0-9-]{1,32})";
/** A version says how to run a document, not which (API reference, DescribeDocument: Name). */
const DOCUMENT = "([A-Za-z0-9_.-]{3,128})";
const HASH = "[0-9a-z]+";

/** Any ARN. Its own account and Region count, never the defaults. */
const anyArn: TextForm = {
  reach: "regional",
  expected: "an ARN",
  pattern: "arn:[a-z][a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:(?:[0-9]{12}|aws)?:[^\\s].*",
  read: (written) => {
    const parts = parseArn(written);
    if (!parts) return undefined;
    const { partition, service, region, account, resource } = parts;
    return { id: `${partition}:${service}:${resource}`, account, region };
  },
};

/** Forms by kind. Kinds that are missing here have several parts (`composite-forms.ts`). */
export const textForms: Readonly<Partial<Record<ResourceKind, TextForm>>> = {
  arn: anyArn,
  "auto-scaling-group": form({
    expected: "the name or the ARN of an Auto Scaling group",
    plain: "([A-Za-z0-9][^:\\s]{0,254})",
    arn: ["autoscaling", "autoScalingGroup:[^:]*:autoScalingGroupName/([^:\\s]{1,255})"],
  }),
  "cloudfront-distribution": form({
    reach: "global",
    expected: "the id or the ARN of a CloudFront distribution",
    plain: DISTRIBUTION,
    arn: ["cloudfront", `distribution/${DISTRIBUTION}`],
  }),
  "drs-source-server": given("a DRS source server", "s", ["drs", "source-server"]),
  "ec2-instance": given("an EC2 instance", "i", ["ec2", "instance"]),
  // A task names those of two Regions: the id alone counts, which no two of them share.
  "efs-file-system": given("an EFS file system", "fs", ["elasticfilesystem", "file-system"], "global"),
  "fsx-file-system": given("an FSx file system", "fs", ["fsx", "file-system"], "global"),
  "hosted-zone": form({
    reach: "global",
    expected: "a hosted zone id such as Z123456789",
    plain: `(?:/?hostedzone/)?${ZONE}`,
    arn: ["route53", `hostedzone/${ZONE}`],
  }),
  "lambda-function": form({
    expected: "the name or the ARN of a Lambda function",
    plain: FUNCTION,
    arn: ["lambda", `function:${FUNCTION}`],
  }),
  "load-balancer": form({
    expected: "the name or the ARN of a load balancer",
    plain: BALANCED,
    arn: ["elasticloadbalancing", `loadbalancer/(?:app|net|gwy)/${BALANCED}/${HASH}`],
    fold: "lower",
  }),
  "rds-cluster": rds("cluster", "cluster"),
  "rds-global-cluster": rds("global cluster", "global-cluster", "account"),
  "rds-instance": rds("instance", "db"),
  "s3-bucket": form({ reach: "global", expected: "the name or the ARN of a bucket", plain: BUCKET, arn: ["s3", BUCKET] }),
  "security-group": given("a security group", "sg", ["ec2", "security-group"]),
  "ssm-document": form({
    expected: "the name or the ARN of a document of Systems Manager",
    plain: DOCUMENT,
    arn: ["ssm", `(?:document|automation-definition)/${DOCUMENT}(?::[$A-Za-z0-9]{1,20})?`],
  }),
  "ssm-managed-node": given("a managed node of Systems Manager", "mi", ["ssm", "managed-instance"]),
  "target-group": form({
    expected: "the name or the ARN of a target group",
    plain: BALANCED,
    arn: ["elasticloadbalancing", `targetgroup/${BALANCED}/${HASH}`],
    fold: "lower",
  }),
};
