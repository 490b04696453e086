// The records of the simulated EC2: facts with times, from which the state at any moment follows.
import { defineKind } from "../../world/kind.ts";

/** EC2's words for an instance. */
export type InstanceStateWord = "pending" | "running" | "stopping" | "stopped" | "shutting-down" | "terminated";

/** From `fromMs` on the instance is in this state, until the next phase. */
export type Phase = { readonly fromMs: number; readonly state: InstanceStateWord };

/** An instance; its phases are in the order of their times, those to come included. */
export type InstanceRecord = {
  readonly instanceId: string;
  readonly reservationId: string;
  readonly region: string;
  readonly availabilityZone: string;
  readonly privateIp: string;
  readonly instanceType: string;
  readonly imageId: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly securityGroupIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly launchMs: number;
  readonly phases: readonly Phase[];
  /** Status checks turn ok this long after it runs. */
  readonly checksMs: number;
  /** They turn impaired instead. */
  readonly impaired?: boolean;
  readonly clientToken?: string | undefined;
  /** What RunInstances was asked for under the token. */
  readonly request?: string | undefined;
};

/** A rule of a security group. */
export type RuleRecord = {
  readonly ruleId: string;
  readonly egress: boolean;
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  /** One of them says who: an IPv4 or IPv6 range, a prefix list, another group. */
  readonly cidrIpv4?: string | undefined;
  readonly cidrIpv6?: string | undefined;
  readonly prefixListId?: string | undefined;
  readonly referencedGroupId?: string | undefined;
  readonly description?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
};

/** A security group. */
export type SecurityGroupRecord = {
  readonly groupId: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly rules: readonly RuleRecord[];
};

/** A subnet. */
export type SubnetRecord = { readonly subnetId: string; readonly availabilityZone: string };

/** A launch template; every version launches the same. */
export type LaunchTemplateRecord = {
  readonly templateId: string;
  readonly name: string;
  readonly latestVersion: number;
  readonly defaultVersion: number;
  readonly imageId: string;
  readonly instanceType: string;
  readonly subnetId: string;
  readonly securityGroupIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
};

/** Instances by id. */
export const instanceKind = defineKind<InstanceRecord>("ec2.instance");
/** Security groups by id. */
export const securityGroupKind = defineKind<SecurityGroupRecord>("ec2.security-group");
/** Subnets by id, beside the one that is everywhere. */
export const subnetKind = defineKind<SubnetRecord>("ec2.subnet");
/** Launch templates by id. */
export const launchTemplateKind = defineKind<LaunchTemplateRecord>("ec2.launch-template");

/** Where everything is that says nothing else. */
export const SIMULATED_VPC = "vpc-0000000051a1a7ed0";
/** A subnet of it, in every Region; a launch template that names it names none. */
export const SIMULATED_SUBNET = "subnet-0000000051a1a7ed0";
/** The image of instances that say nothing else. */
export const SIMULATED_IMAGE = "ami-0000000051a1a7ed0";
