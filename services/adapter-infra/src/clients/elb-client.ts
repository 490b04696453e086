/** The part of Elastic Load Balancing (v2) that this adapter needs, behind a narrow port; the only file that knows its SDK. */
import {
  DeregisterTargetsCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
  RegisterTargetsCommand,
  type Action,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import { DrError } from "@dr/events";

/** An action in the service's own shape: plain JSON, kept and sent back whole. */
export type ForwardAction = Action;

/** A target of a group. */
export interface TargetName {
  readonly id: string;
  readonly port: number | undefined;
}

/** A target's health in the service's own words. A target that is not registered is `unused` with `Target.NotRegistered`. */
export interface TargetFacts {
  readonly id: string;
  readonly port: number;
  readonly state: string;
  readonly reason: string | null;
}

/** Load balancers in one Region. Reads are repeated by the client; everything that acts is sent once. */
export interface ElbPort {
  /** Whether any load balancer uses the group. Throws `TargetGroupNotFoundException`. */
  readonly groupInUse: (groupArn: string) => Promise<boolean>;
  readonly targetHealth: (groupArn: string, target: TargetName) => Promise<TargetFacts>;
  /** All registered targets of the group. */
  readonly groupHealth: (groupArn: string) => Promise<readonly TargetFacts[]>;
  readonly registerTarget: (groupArn: string, target: TargetName) => Promise<void>;
  readonly deregisterTarget: (groupArn: string, target: TargetName) => Promise<void>;
  /** Where an alias of a load balancer leads. Throws `LoadBalancerNotFoundException`. */
  readonly addressOf: (loadBalancerArn: string) => Promise<{ readonly hostedZoneId: string; readonly dnsName: string }>;
  /** Default actions of a listener, or actions of a rule: `kind` says which. */
  readonly actionsOf: (kind: "listener" | "rule", arn: string) => Promise<readonly ForwardAction[]>;
  /** Replaces all actions. */
  readonly replaceActions: (kind: "listener" | "rule", arn: string, actions: readonly ForwardAction[]) => Promise<void>;
}

/** Load balancers behind their port. */
export function createElbPort(env: FunctionEnv, region: string | undefined): ElbPort {
  const { read, mutate } = createClientPair(env, (config) => new ElasticLoadBalancingV2Client(config), region);
  return {
    groupInUse: async (groupArn) => {
      const { TargetGroups } = await read.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [groupArn] }));
      return (TargetGroups?.[0]?.LoadBalancerArns ?? []).length > 0;
    },
    addressOf: async (arn) => {
      const { LoadBalancers } = await read.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] }));
      const { CanonicalHostedZoneId = "", DNSName = "" } = LoadBalancers?.[0] ?? {};
      return { hostedZoneId: CanonicalHostedZoneId, dnsName: DNSName };
    },
    targetHealth: async (groupArn, target) => {
      const [only] = await health(read, groupArn, [target]);
      if (only) return only;
      throw new DrError("infrastructure.target_unknown", `Elastic Load Balancing says nothing of ${target.id} in ${groupArn}`);
    },
    groupHealth: (groupArn) => health(read, groupArn, []),
    registerTarget: async (TargetGroupArn, target) => {
      await mutate.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [toTarget(target)] }));
    },
    deregisterTarget: async (TargetGroupArn, target) => {
      await mutate.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [toTarget(target)] }));
    },
    actionsOf: async (kind, arn) => {
      if (kind === "listener") {
        const { Listeners } = await read.send(new DescribeListenersCommand({ ListenerArns: [arn] }));
        return plain(Listeners?.[0]?.DefaultActions);
      }
      const { Rules } = await read.send(new DescribeRulesCommand({ RuleArns: [arn] }));
      return plain(Rules?.[0]?.Actions);
    },
    replaceActions: async (kind, arn, actions) => {
      const Actions = [...actions];
      if (kind === "listener") await mutate.send(new ModifyListenerCommand({ ListenerArn: arn, DefaultActions: Actions }));
      else await mutate.send(new ModifyRuleCommand({ RuleArn: arn, Actions }));
    },
  };
}

async function health(
  client: ElasticLoadBalancingV2Client,
  TargetGroupArn: string,
  targets: readonly TargetName[],
): Promise<readonly TargetFacts[]> {
  const Targets = targets.length === 0 ? {} : { Targets: targets.map(toTarget) };
  const { TargetHealthDescriptions } = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn, ...Targets }));
  return (TargetHealthDescriptions ?? []).map(({ Target, TargetHealth }) => ({
    id: Target?.Id ?? "",
    port: Target?.Port ?? 0,
    state: TargetHealth?.State ?? "",
    reason: TargetHealth?.Reason ?? null,
  }));
}

function toTarget({ id, port }: TargetName): { Id: string; Port?: number } {
  return { Id: id, ...(port === undefined ? {} : { Port: port }) };
}

/** What the journal keeps has to survive JSON. */
function plain(actions: readonly Action[] | undefined): readonly ForwardAction[] {
  return JSON.parse(JSON.stringify(actions ?? [])) as readonly ForwardAction[];
}
