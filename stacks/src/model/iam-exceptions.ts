/** The only actions that may be granted on `*`: AWS offers no narrower resource for them (service authorization reference, November 2026). */
import { services } from "@dr/services";

/** Actions that the platform itself grants, and why they cannot be narrowed, and what they cannot do. */
const exceptions: readonly { readonly actions: readonly string[]; readonly why: string }[] = [
  {
    actions: ["dynamodb:ListStreams"],
    why: "The action has no resource type. Lambda demands it of a stream consumer; it tells the names of streams and nothing of their records.",
  },
  {
    actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
    why: "The actions have no resource type. They write the caller's own trace segments and the tracer's health figures.",
  },
];

/** What a service grants on `*` stands in its own manifest, with its reason (`noResourceLevelSupport`). */
const declared = services.flatMap(({ functions }) =>
  functions.flatMap(({ iam }) =>
    iam.flatMap((intent) => ("noResourceLevelSupport" in intent ? [{ actions: intent.actions, why: intent.noResourceLevelSupport }] : [])),
  ),
);

/** Action → why it may be granted on `*`. `pnpm synth` refuses `*` for an action that is not here, and an entry that nothing uses. */
export const unscopedActions: ReadonlyMap<string, string> = new Map(
  [...exceptions, ...declared].flatMap(({ actions, why }) => actions.map((action) => [action, why] as const)),
);

/**
 * Actions that are authorised on resources of other services too (service authorization reference, "Resource types" of the action): Run Command
 * acts on instances, a role is assumed where IAM keeps it, and a routing control's state is asked of its cluster and named by its control panel.
 */
export const foreignResources: ReadonlyMap<string, readonly string[]> = new Map([
  ["ssm:SendCommand", ["ec2"]],
  ["sts:AssumeRole", ["iam"]],
  ["sts:SetSourceIdentity", ["iam"]],
  ["route53-recovery-cluster:GetRoutingControlState", ["route53-recovery-control"]],
  ["route53-recovery-cluster:UpdateRoutingControlStates", ["route53-recovery-control"]],
  // A recovery point has the ARN of the service that holds it (Service Authorization Reference, AWS Backup, resource type recoveryPoint).
  ["backup:DescribeRecoveryPoint", ["ec2", "fsx"]],
  ["backup:GetRecoveryPointRestoreMetadata", ["ec2", "fsx"]],
  ["backup:StartRestoreJob", ["ec2", "fsx"]],
  ["backup:StartCopyJob", ["ec2", "fsx"]],
]);
