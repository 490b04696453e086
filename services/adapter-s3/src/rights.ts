/** What this adapter's roles may do on AWS: looking, which queries may do too, and acting. */
import type { AdapterIam } from "@dr/adapter-kit";

const buckets = "arn:${partition}:s3:::*";
const canaries = "arn:${partition}:s3:::*/dr-canary/*";
// A bucket's ARN tells no account, and its name no kind: only those of this account are meant.
const conditions = [{ test: "StringEquals", variable: "aws:ResourceAccount", values: ["${account}"] }];
const accessPoints = "arn:${partition}:s3::${account}:accesspoint/*";
const distributions = "arn:${partition}:cloudfront::${account}:distribution/*";

/** What reads: it changes nothing. */
export const reading: readonly AdapterIam[] = [
  { actions: ["s3:GetBucketVersioning", "s3:GetReplicationConfiguration", "s3:GetBucketPolicy"], arns: [buckets], conditions },
  // HeadObject is authorised as GetObject.
  { actions: ["s3:GetObject", "s3:GetObjectVersion"], arns: [canaries], conditions },
  { actions: ["s3:GetMultiRegionAccessPointRoutes"], arns: [accessPoints] },
  { actions: ["s3:DescribeJob"], arns: ["arn:${partition}:s3:*:${account}:job/*"] },
  {
    actions: ["s3:ListJobs"],
    noResourceLevelSupport: "S3 authorises ListJobs on no resource (service authorization reference, Amazon S3)",
  },
  {
    actions: ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"],
    noResourceLevelSupport: "CloudWatch authorises reads of metrics on no resource (service authorization reference, Amazon CloudWatch)",
  },
  {
    actions: [
      "cloudfront:GetDistribution",
      "cloudfront:GetDistributionConfig",
      "cloudfront:GetInvalidation",
      "cloudfront:ListInvalidations",
    ],
    arns: [distributions],
  },
  { actions: ["route53:ListResourceRecordSets"], arns: ["arn:${partition}:route53:::hostedzone/*"] },
  { actions: ["route53:GetChange"], arns: ["arn:${partition}:route53:::change/*"] },
];

/** What acts. */
export const acting: readonly AdapterIam[] = [
  { actions: ["s3:PutObject", "s3:DeleteObjectVersion"], arns: [canaries], conditions },
  { actions: ["s3:PutReplicationConfiguration", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"], arns: [buckets], conditions },
  {
    actions: ["s3:CreateJob"],
    noResourceLevelSupport: "S3 authorises CreateJob on no resource (service authorization reference, Amazon S3)",
  },
  {
    actions: ["iam:PassRole"],
    arns: ["arn:${partition}:iam::${account}:role/dr-s3-batch-*"],
    conditions: [{ test: "StringEquals", variable: "iam:PassedToService", values: ["batchoperations.s3.amazonaws.com"] }],
  },
  {
    actions: ["iam:PassRole"],
    arns: ["arn:${partition}:iam::${account}:role/dr-s3-replication-*"],
    conditions: [{ test: "StringEquals", variable: "iam:PassedToService", values: ["s3.amazonaws.com"] }],
  },
  { actions: ["s3:SubmitMultiRegionAccessPointRoutes"], arns: [accessPoints] },
  { actions: ["cloudfront:UpdateDistribution", "cloudfront:CreateInvalidation"], arns: [distributions] },
  { actions: ["route53:ChangeResourceRecordSets"], arns: ["arn:${partition}:route53:::hostedzone/*"] },
];
