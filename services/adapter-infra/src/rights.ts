/** What this adapter's roles may do on AWS, service by service: looking, which queries may do too, and acting. */
import type { AdapterIam } from "@dr/adapter-kit";

const elb = "arn:${partition}:elasticloadbalancing:*:${account}";
// Stacks of this adapter, by their name: those of others are out of reach.
const stacks = "arn:${partition}:cloudformation:*:${account}:stack/dr-network-*";
const network = ["vpc", "subnet"].map((kind) => "arn:${partition}:ec2:*:${account}:" + kind + "/*");
// CloudFormation acts on EC2 in this role's name, and only then may it.
const byCloudFormation = {
  test: "ForAnyValue:StringEquals",
  variable: "aws:CalledVia",
  values: ["cloudformation.amazonaws.com"],
} as const;
const rules = "arn:${partition}:ec2:*:${account}:security-group-rule/*";

/** What reads: it changes nothing. */
export const reading: readonly AdapterIam[] = [
  { actions: ["route53:ListResourceRecordSets"], arns: ["arn:${partition}:route53:::hostedzone/*"] },
  { actions: ["route53:GetChange"], arns: ["arn:${partition}:route53:::change/*"] },
  { actions: ["route53:GetHealthCheck", "route53:GetHealthCheckStatus"], arns: ["arn:${partition}:route53:::healthcheck/*"] },
  {
    actions: ["ec2:DescribeInstances", "ec2:DescribeInstanceStatus", "ec2:DescribeSecurityGroupRules"],
    noResourceLevelSupport: "EC2 authorises its describe actions on no resource (service authorization reference, Amazon EC2)",
  },
  {
    actions: ["autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeScalingActivities"],
    noResourceLevelSupport:
      "Auto Scaling authorises its describe actions on no resource (service authorization reference, Amazon EC2 Auto Scaling)",
  },
  {
    actions: [
      "elasticloadbalancing:DescribeListeners",
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeRules",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
    ],
    noResourceLevelSupport:
      "Elastic Load Balancing authorises its describe actions on no resource (service authorization reference, Elastic Load Balancing V2)",
  },
  {
    actions: ["ec2:DescribeLaunchTemplateVersions"],
    noResourceLevelSupport: "EC2 authorises its describe actions on no resource (service authorization reference, Amazon EC2)",
  },
  { actions: ["ssm:GetParametersByPath"], arns: ["arn:${partition}:ssm:*:${account}:parameter/dr-orchestration/*"] },
  {
    actions: [
      "cloudformation:DescribeStacks",
      "cloudformation:ListStackResources",
      "cloudformation:DescribeStackEvents",
      "cloudformation:DescribeChangeSet",
      "cloudformation:GetTemplate",
    ],
    arns: [stacks],
  },
  { actions: ["ecs:DescribeServices"], arns: ["arn:${partition}:ecs:*:${account}:service/*"] },
  { actions: ["eks:DescribeNodegroup"], arns: ["arn:${partition}:eks:*:${account}:nodegroup/*"] },
  { actions: ["lambda:GetEventSourceMapping"], arns: ["arn:${partition}:lambda:*:${account}:event-source-mapping:*"] },
  {
    actions: ["route53-recovery-cluster:GetRoutingControlState"],
    arns: ["arn:${partition}:route53-recovery-control::${account}:controlpanel/*"],
  },
];

/** What acts. */
export const acting: readonly AdapterIam[] = [
  { actions: ["route53:ChangeResourceRecordSets"], arns: ["arn:${partition}:route53:::hostedzone/*"] },
  { actions: ["route53:UpdateHealthCheck"], arns: ["arn:${partition}:route53:::healthcheck/*"] },
  { actions: ["ec2:StartInstances", "ec2:StopInstances"], arns: ["arn:${partition}:ec2:*:${account}:instance/*"] },
  {
    actions: [
      "ec2:AuthorizeSecurityGroupIngress",
      "ec2:AuthorizeSecurityGroupEgress",
      "ec2:RevokeSecurityGroupIngress",
      "ec2:RevokeSecurityGroupEgress",
    ],
    arns: ["arn:${partition}:ec2:*:${account}:security-group/*", rules],
  },
  // Rules are tagged as they are made, with the operation that made them; nothing else is.
  {
    actions: ["ec2:CreateTags"],
    arns: [rules],
    conditions: [
      {
        test: "StringEquals",
        variable: "ec2:CreateAction",
        values: ["AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress"],
      },
    ],
  },
  {
    actions: ["autoscaling:UpdateAutoScalingGroup"],
    arns: ["arn:${partition}:autoscaling:*:${account}:autoScalingGroup:*:autoScalingGroupName/*"],
  },
  { actions: ["ecs:UpdateService"], arns: ["arn:${partition}:ecs:*:${account}:service/*"] },
  { actions: ["eks:UpdateNodegroupConfig"], arns: ["arn:${partition}:eks:*:${account}:nodegroup/*"] },
  { actions: ["lambda:UpdateEventSourceMapping"], arns: ["arn:${partition}:lambda:*:${account}:event-source-mapping:*"] },
  {
    actions: ["route53-recovery-cluster:UpdateRoutingControlStates"],
    arns: ["arn:${partition}:route53-recovery-control::${account}:controlpanel/*"],
  },
  // Instances from templates, tagged as they are made; only what carries those tags is ever terminated.
  {
    actions: ["ec2:RunInstances"],
    arns: [
      "arn:${partition}:ec2:*:${account}:instance/*",
      "arn:${partition}:ec2:*:${account}:launch-template/*",
      "arn:${partition}:ec2:*:${account}:network-interface/*",
      "arn:${partition}:ec2:*:${account}:security-group/*",
      "arn:${partition}:ec2:*:${account}:subnet/*",
      "arn:${partition}:ec2:*:${account}:volume/*",
      "arn:${partition}:ec2:*::image/*",
    ],
  },
  {
    actions: ["ec2:CreateTags"],
    arns: ["arn:${partition}:ec2:*:${account}:instance/*"],
    conditions: [{ test: "StringEquals", variable: "ec2:CreateAction", values: ["RunInstances"] }],
  },
  {
    actions: ["ec2:TerminateInstances"],
    arns: ["arn:${partition}:ec2:*:${account}:instance/*"],
    conditions: [{ test: "StringLike", variable: "aws:ResourceTag/dr:execution-id", values: ["*"] }],
  },
  { actions: ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"], arns: [`${elb}:targetgroup/*`] },
  { actions: ["elasticloadbalancing:ModifyListener"], arns: [`${elb}:listener/*`] },
  { actions: ["elasticloadbalancing:ModifyRule"], arns: [`${elb}:listener-rule/*`] },
  {
    actions: [
      "cloudformation:CreateChangeSet",
      "cloudformation:ExecuteChangeSet",
      "cloudformation:DeleteChangeSet",
      "cloudformation:UpdateStack",
      "cloudformation:DeleteStack",
      "cloudformation:TagResource",
    ],
    arns: [stacks],
  },
  {
    actions: ["ec2:CreateVpc", "ec2:CreateSubnet", "ec2:CreateTags", "ec2:DescribeVpcAttribute", "ec2:ModifyVpcAttribute"],
    arns: network,
    conditions: [byCloudFormation],
  },
  // Whatever CloudFormation is asked for in this role's name: only what such a stack made is ever deleted.
  {
    actions: ["ec2:DeleteVpc", "ec2:DeleteSubnet"],
    arns: network,
    conditions: [
      byCloudFormation,
      { test: "StringLike", variable: "aws:ResourceTag/aws:cloudformation:stack-name", values: ["dr-network-*"] },
    ],
  },
  {
    actions: ["ec2:DescribeVpcs", "ec2:DescribeSubnets", "ec2:DescribeAvailabilityZones"],
    noResourceLevelSupport: "EC2 authorises its describe actions on no resource (service authorization reference, Amazon EC2)",
  },
];
