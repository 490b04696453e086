/** The closed set of things that an operation can act on. A new kind is a line here and a form in `forms.ts` or `composite-forms.ts`. */
import * as z from "zod";

/** Kind of a resource: what an identifier names. */
export const resourceKindSchema = z.enum([
  "arn",
  "auto-scaling-group",
  "cloudfront-distribution",
  "dns-record",
  "drs-source-server",
  "ec2-instance",
  "efs-file-system",
  "fsx-file-system",
  "hosted-zone",
  "lambda-function",
  "load-balancer",
  "ontap-volume",
  "opaque",
  "rds-cluster",
  "rds-global-cluster",
  "rds-instance",
  "s3-bucket",
  "security-group",
  "sql-availability-group",
  "ssm-document",
  "ssm-managed-node",
  "target-group",
]);
/** Kind of a resource. */
export type ResourceKind = z.infer<typeof resourceKindSchema>;

/** Where a name counts: `regional` within an account and a Region, `account` in all its Regions, `global` everywhere (as a bucket's or a zone's does). */
export type ResourceReach = "regional" | "account" | "global";
