/** Load balancers, and who works on a queue. */
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
  type Action,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { CreateEventSourceMappingCommand, GetEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { runInstance } from "./application-scenes.ts";
import { createFunction } from "./function-of.ts";
import { networkOf } from "./network.ts";
import type { Peer, Scene } from "./scene.ts";

const EAST = "us-east-1";
const byName = (a: string, b: string): number => a.localeCompare(b);

interface Balancer {
  readonly elb: ElasticLoadBalancingV2Client;
  readonly groups: readonly [string, string];
  readonly listener: string;
  readonly subnet: string;
}

/** Traffic of the first of two groups. */
const split = ([first, second]: Balancer["groups"], weights: readonly [number, number]): Action[] => [
  {
    Type: "forward",
    ForwardConfig: {
      TargetGroups: [
        { TargetGroupArn: first, Weight: weights[0] },
        { TargetGroupArn: second, Weight: weights[1] },
      ],
    },
  },
];

async function balancerOf(peer: Peer, name: string): Promise<Balancer> {
  const elb = new ElasticLoadBalancingV2Client(peer.at(EAST));
  const { vpc, subnets } = await networkOf(peer);
  const LoadBalancerArn = (await elb.send(new CreateLoadBalancerCommand({ Name: name, Subnets: subnets }))).LoadBalancers?.[0]
    ?.LoadBalancerArn;
  const group = async (end: string): Promise<string> => {
    const order = { Name: `${name}-${end}`, Protocol: "HTTP" as const, Port: 80, VpcId: vpc };
    return (await elb.send(new CreateTargetGroupCommand(order))).TargetGroups?.[0]?.TargetGroupArn ?? "";
  };
  const groups = [await group("east"), await group("west")] as const;
  const order = { LoadBalancerArn, Protocol: "HTTP" as const, Port: 80, DefaultActions: split(groups, [100, 0]) };
  const listener = (await elb.send(new CreateListenerCommand(order))).Listeners?.[0]?.ListenerArn ?? "";
  return { elb, groups, listener, subnet: subnets[0] ?? "" };
}

const weightsOf = (actions: readonly Action[] | undefined): readonly (number | undefined)[] | undefined =>
  actions?.[0]?.ForwardConfig?.TargetGroups?.map(({ Weight }) => Weight);

/** A listener sends its traffic to the other group. */
export const weighsListener: Scene = async (peer) => {
  const { elb, groups, listener } = await balancerOf(peer, "listener");
  const weights = async () => {
    const { Listeners } = await elb.send(new DescribeListenersCommand({ ListenerArns: [listener] }));
    return weightsOf(Listeners?.[0]?.DefaultActions);
  };
  const change = { listenerArn: listener, weights: { [groups[0]]: 0, [groups[1]]: 100 } };
  return { resources: { listeners: [change] }, fact: weights, wanted: [0, 100] };
};

/** A rule sends one host's traffic to the other group. */
export const weighsRule: Scene = async (peer) => {
  const { elb, groups, listener } = await balancerOf(peer, "rule");
  const Conditions = [{ Field: "host-header", Values: ["orders.example.com"] }];
  const order = { ListenerArn: listener, Priority: 1, Conditions, Actions: split(groups, [100, 0]) };
  const ruleArn = (await elb.send(new CreateRuleCommand(order))).Rules?.[0]?.RuleArn ?? "";
  const weights = async () => weightsOf((await elb.send(new DescribeRulesCommand({ RuleArns: [ruleArn] }))).Rules?.[0]?.Actions);
  const change = { ruleArn, weights: { [groups[0]]: 10, [groups[1]]: 90 } };
  return { resources: { listenerRules: [change] }, fact: weights, wanted: [10, 90] };
};

/** One target comes in, another goes. */
export const changesTargets: Scene = async (peer) => {
  const { elb, groups, subnet } = await balancerOf(peer, "targets");
  const [old, fresh, third] = [
    await runInstance(peer, { subnetId: subnet }),
    await runInstance(peer, { subnetId: subnet }),
    await runInstance(peer, { subnetId: subnet }),
  ];
  const Targets = [old, third].map((Id) => ({ Id }));
  await elb.send(new RegisterTargetsCommand({ TargetGroupArn: groups[0], Targets }));
  const registered = async () => {
    const { TargetHealthDescriptions = [] } = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: groups[0] }));
    return TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === "healthy")
      .map(({ Target }) => Target?.Id ?? "")
      .toSorted(byName);
  };
  const change = { targetGroupArn: groups[0], register: [{ id: fresh }], deregister: [{ id: old }] };
  return { resources: { targetGroups: [change] }, fact: registered, wanted: [fresh, third].toSorted(byName) };
};

/** A mapping is turned off. */
export const turnsMapping: Scene = async (peer) => {
  const lambda = new LambdaClient(peer.at(EAST));
  const sqs = new SQSClient(peer.at(EAST));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "interop-work" }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  await createFunction(peer, "interop-worker", "exports.handler = async () => ({});");
  const order = { FunctionName: "interop-worker", EventSourceArn: Attributes?.["QueueArn"], Enabled: true };
  const { UUID = "", EventSourceMappingArn } = await lambda.send(new CreateEventSourceMappingCommand(order));
  const state = async () => (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State;
  const name = EventSourceMappingArn ?? `arn:aws:lambda:us-east-1:123456789012:event-source-mapping:${UUID}`;
  return { resources: { eventSourceMappings: [{ name, enabled: false }] }, fact: state, wanted: "Disabled" };
};
