// DescribeTargetGroups and DescribeLoadBalancers.
import type { DescribeLoadBalancersOutput, DescribeTargetGroupsOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { readOperation } from "../../operation.ts";
import { arn, elbPage, elbPageOf, requireByArn } from "./elb-input.ts";
import { groupsIn, listenerKind, loadBalancerKind, ruleKind, targetGroupKind } from "./records.ts";
import { SIMULATED_VPC } from "../ec2/records.ts";

/** Target groups by ARN, name or load balancer. */
export const describeTargetGroups = readOperation({
  input: z.object({
    LoadBalancerArn: arn.optional(),
    TargetGroupArns: z.array(arn).default([]),
    Names: z.array(z.string()).default([]),
    ...elbPage,
  }),
  resources: ({ TargetGroupArns, Names }) => [...TargetGroupArns, ...Names],
  run: ({ LoadBalancerArn, TargetGroupArns, Names, ...page }, call): DescribeTargetGroupsOutput => {
    const { world, region } = call;
    for (const one of TargetGroupArns) requireByArn(call, targetGroupKind, "TargetGroup", one);
    const balancersOf = (group: string): string[] => {
      const rules = world.list(ruleKind, region).filter(({ actions }) => groupsIn(actions).includes(group));
      const listeners = world
        .list(listenerKind, region)
        .filter((listener) => groupsIn(listener.actions).includes(group) || rules.some(({ listenerArn }) => listenerArn === listener.arn));
      return [...new Set(listeners.map(({ loadBalancerArn }) => loadBalancerArn))];
    };
    const groups = world
      .list(targetGroupKind, region)
      .filter((group) => TargetGroupArns.length === 0 || TargetGroupArns.includes(group.arn))
      .filter((group) => Names.length === 0 || Names.includes(group.name))
      .filter((group) => LoadBalancerArn === undefined || balancersOf(group.arn).includes(LoadBalancerArn));
    const missing = Names.find((name) => !groups.some((group) => group.name === name));
    if (missing !== undefined) throw awsError("TargetGroupNotFound", `One or more target groups not found: ${missing}`);
    const { items, ...next } = elbPageOf(groups, page);
    return {
      TargetGroups: items.map((group) => ({
        TargetGroupArn: group.arn,
        TargetGroupName: group.name,
        Protocol: group.protocol as "HTTP",
        Port: group.port,
        VpcId: SIMULATED_VPC,
        TargetType: group.targetType,
        HealthCheckEnabled: true,
        LoadBalancerArns: balancersOf(group.arn),
      })),
      ...next,
    };
  },
});

/** Load balancers by ARN or name. */
export const describeLoadBalancers = readOperation({
  input: z.object({ LoadBalancerArns: z.array(arn).default([]), Names: z.array(z.string()).default([]), ...elbPage }),
  resources: ({ LoadBalancerArns, Names }) => [...LoadBalancerArns, ...Names],
  run: ({ LoadBalancerArns, Names, ...page }, call): DescribeLoadBalancersOutput => {
    for (const one of LoadBalancerArns) requireByArn(call, loadBalancerKind, "LoadBalancer", one);
    const balancers = call.world
      .list(loadBalancerKind, call.region)
      .filter((one) => LoadBalancerArns.length === 0 || LoadBalancerArns.includes(one.arn))
      .filter((one) => Names.length === 0 || Names.includes(one.name));
    const missing = Names.find((name) => !balancers.some((one) => one.name === name));
    if (missing !== undefined) throw awsError("LoadBalancerNotFound", `Load balancers '[${missing}]' not found`);
    const { items, ...next } = elbPageOf(balancers, page);
    return {
      LoadBalancers: items.map((one) => ({
        LoadBalancerArn: one.arn,
        LoadBalancerName: one.name,
        DNSName: one.dnsName,
        CanonicalHostedZoneId: one.zoneId,
        State: { Code: "active" as const },
        Type: "application" as const,
        Scheme: "internet-facing" as const,
        VpcId: SIMULATED_VPC,
      })),
      ...next,
    };
  },
  withStatus: (output, status) => ({ ...output, LoadBalancers: output.LoadBalancers?.map((one) => ({ ...one, State: { Code: status } })) }),
});
