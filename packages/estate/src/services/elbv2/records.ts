// The records of the simulated load balancers: facts with times, from which the state at any moment follows.
import type { Action, RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { defineKind } from "../../world/kind.ts";

/** A load balancer. */
export type LoadBalancerRecord = { readonly arn: string; readonly name: string; readonly dnsName: string; readonly zoneId: string };

/** A registered target; from `drainMs` on it drains, from `goneMs` on it is not registered. */
export type TargetRecord = {
  readonly id: string;
  readonly port: number;
  readonly registeredMs: number;
  /** When its health checks are through. */
  readonly checkedMs: number;
  readonly healthy: boolean;
  readonly drainMs?: number | undefined;
  readonly goneMs?: number | undefined;
};

/** A target group. */
export type TargetGroupRecord = {
  readonly arn: string;
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly targetType: "instance" | "ip" | "lambda" | "alb";
  readonly deregistrationDelaySeconds: number;
  readonly targets: readonly TargetRecord[];
};

/** A listener, with its actions as the API has them. */
export type ListenerRecord = {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly protocol: string;
  readonly actions: readonly Action[];
};

/** A rule of a listener. */
export type RuleRecord = {
  readonly arn: string;
  readonly listenerArn: string;
  readonly priority: string;
  readonly conditions: readonly RuleCondition[];
  readonly actions: readonly Action[];
};

/** Load balancers by ARN. */
export const loadBalancerKind = defineKind<LoadBalancerRecord>("elbv2.load-balancer");
/** Target groups by ARN. */
export const targetGroupKind = defineKind<TargetGroupRecord>("elbv2.target-group");
/** Listeners by ARN. */
export const listenerKind = defineKind<ListenerRecord>("elbv2.listener");
/** Rules by ARN. */
export const ruleKind = defineKind<RuleRecord>("elbv2.rule");

/** The target groups that actions forward to. */
export const groupsIn = (actions: readonly Action[]): readonly string[] =>
  actions.flatMap(({ TargetGroupArn, ForwardConfig }) => [
    ...(TargetGroupArn === undefined ? [] : [TargetGroupArn]),
    ...(ForwardConfig?.TargetGroups ?? []).flatMap(({ TargetGroupArn: arn }) => (arn === undefined ? [] : [arn])),
  ]);
