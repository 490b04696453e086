// DescribeListeners, ModifyListener, DescribeRules and ModifyRule: where traffic goes. A change replaces all actions.
import type { Action, DescribeListenersOutput, DescribeRulesOutput, Listener, Rule } from "@aws-sdk/client-elastic-load-balancing-v2";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { type ReadCall, readOperation, type WriteCall, writeOperation } from "../../operation.ts";
import { actions, arn, elbPage, elbPageOf, requireByArn } from "./elb-input.ts";
import { groupsIn, listenerKind, type ListenerRecord, loadBalancerKind, ruleKind, type RuleRecord, targetGroupKind } from "./records.ts";

const listenerShape = (listener: ListenerRecord): Listener => ({
  ListenerArn: listener.arn,
  LoadBalancerArn: listener.loadBalancerArn,
  Port: listener.port,
  Protocol: listener.protocol as "HTTPS",
  DefaultActions: listener.actions.map(filled),
});

const ruleShape = (rule: RuleRecord): Rule => ({
  RuleArn: rule.arn,
  Priority: rule.priority,
  Conditions: [...rule.conditions],
  Actions: rule.actions.map(filled),
  IsDefault: rule.priority === "default",
});

/** AWS tells a plain forward as a forward configuration, too. */
const filled = (action: Action): Action =>
  action.Type !== "forward" || action.ForwardConfig !== undefined || action.TargetGroupArn === undefined
    ? action
    : { ...action, ForwardConfig: { TargetGroups: [{ TargetGroupArn: action.TargetGroupArn, Weight: 1 }] } };

/** Listeners of a load balancer, or by ARN. */
export const describeListeners = readOperation({
  input: z.object({ LoadBalancerArn: arn.optional(), ListenerArns: z.array(arn).default([]), ...elbPage }),
  resources: ({ LoadBalancerArn, ListenerArns }) => [...ListenerArns, ...(LoadBalancerArn === undefined ? [] : [LoadBalancerArn])],
  run: ({ LoadBalancerArn, ListenerArns, ...page }, call): DescribeListenersOutput => {
    if (LoadBalancerArn !== undefined) requireByArn(call, loadBalancerKind, "LoadBalancer", LoadBalancerArn);
    const listeners =
      LoadBalancerArn === undefined
        ? ListenerArns.map((one) => requireByArn(call, listenerKind, "Listener", one))
        : call.world.list(listenerKind, call.region).filter(({ loadBalancerArn }) => loadBalancerArn === LoadBalancerArn);
    const { items, ...next } = elbPageOf(listeners, page);
    return { Listeners: items.map(listenerShape), ...next };
  },
});

/** Rules of a listener, or by ARN; the listener's default rule comes last. */
export const describeRules = readOperation({
  input: z.object({ ListenerArn: arn.optional(), RuleArns: z.array(arn).default([]), ...elbPage }),
  resources: ({ ListenerArn, RuleArns }) => [...RuleArns, ...(ListenerArn === undefined ? [] : [ListenerArn])],
  run: ({ ListenerArn, RuleArns, ...page }, call): DescribeRulesOutput => {
    const rules = ListenerArn === undefined ? RuleArns.map((one) => requireByArn(call, ruleKind, "Rule", one)) : rulesOf(call, ListenerArn);
    const { items, ...next } = elbPageOf(rules, page);
    return { Rules: items.map(ruleShape), ...next };
  },
});

const rulesOf = (call: ReadCall, listenerArn: string): readonly RuleRecord[] => {
  const listener = requireByArn(call, listenerKind, "Listener", listenerArn);
  const own = call.world.list(ruleKind, call.region).filter((rule) => rule.listenerArn === listenerArn);
  const byDefault: RuleRecord = {
    arn: `${listenerArn.replace(":listener/", ":listener-rule/")}/default`,
    listenerArn,
    priority: "default",
    conditions: [],
    actions: listener.actions,
  };
  return [...own.toSorted((a, b) => Number(a.priority) - Number(b.priority)), byDefault];
};

const requireGroups = (call: WriteCall, wanted: readonly Action[]): void => {
  for (const group of groupsIn(wanted)) requireByArn(call, targetGroupKind, "TargetGroup", group);
};

/** Replaces the default actions, all of them. */
export const modifyListener = writeOperation({
  input: z.object({ ListenerArn: arn, Port: z.int().min(1).max(65_535).optional(), DefaultActions: actions.optional() }),
  resources: ({ ListenerArn }) => [ListenerArn],
  run: ({ ListenerArn, Port, DefaultActions }, call) => {
    const listener = requireByArn(call, listenerKind, "Listener", ListenerArn);
    const wanted = (DefaultActions ?? listener.actions) as readonly Action[];
    requireGroups(call, wanted);
    const next: ListenerRecord = { ...listener, port: Port ?? listener.port, actions: wanted };
    call.world.put(listenerKind, call.region, ListenerArn, next);
    return { Listeners: [listenerShape(next)] };
  },
});

/** Replaces the actions (or conditions) of a rule, all of them. The default rule is changed by ModifyListener. */
export const modifyRule = writeOperation({
  input: z.object({
    RuleArn: arn,
    Conditions: z.array(z.looseObject({ Field: z.string().optional() })).optional(),
    Actions: actions.optional(),
  }),
  resources: ({ RuleArn }) => [RuleArn],
  run: ({ RuleArn, Conditions, Actions }, call) => {
    if (RuleArn.endsWith("/default")) throw awsError("OperationNotPermitted", "Default rule cannot be modified");
    const rule = requireByArn(call, ruleKind, "Rule", RuleArn);
    const wanted = (Actions ?? rule.actions) as readonly Action[];
    requireGroups(call, wanted);
    const next: RuleRecord = { ...rule, conditions: Conditions ?? rule.conditions, actions: wanted };
    call.world.put(ruleKind, call.region, RuleArn, next);
    return { Rules: [ruleShape(next)] };
  },
});
