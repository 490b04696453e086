// Targets, listeners and rules over the real client.
import {
  DeregisterTargetsCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { describe, expect, test } from "vitest";
import { failureOf } from "../../testing/failure-of.ts";
import { createTestEstate } from "../../testing/test-estate.ts";

const ID = "i-0000000000000001a";
const of = (rest: string) => `arn:aws:elasticloadbalancing:us-east-1:123456789012:${rest}`;
const [BLUE, GREEN, LONELY] = [of("targetgroup/blue/1"), of("targetgroup/green/1"), of("targetgroup/lonely/1")];
const [BALANCER, LISTENER, RULE] = [of("loadbalancer/app/shop/1"), of("listener/app/shop/1/2"), of("listener-rule/app/shop/1/2/3")];
const forward = (blue: number, green: number) => [
  { targetGroupArn: BLUE, weight: blue },
  { targetGroupArn: GREEN, weight: green },
];

const open = (state: "running" | "stopped" = "running") => {
  const fixture = createTestEstate();
  fixture.estate.seed({
    ec2: { instances: [{ id: ID, state }] },
    elasticloadbalancing: {
      loadBalancers: [{ arn: BALANCER }],
      targetGroups: [{ arn: BLUE, deregistrationDelaySeconds: 60 }, { arn: GREEN }, { arn: LONELY }],
      listeners: [{ arn: LISTENER, loadBalancerArn: BALANCER, forward: forward(100, 0) }],
      rules: [{ arn: RULE, listenerArn: LISTENER, hosts: ["a.example.com"], forward: forward(50, 50) }],
    },
  });
  const client = new ElasticLoadBalancingV2Client({ ...fixture.sdkConfig(), maxAttempts: 1 });
  const health = async (TargetGroupArn = BLUE, Targets?: { Id: string }[]) =>
    (await client.send(new DescribeTargetHealthCommand({ TargetGroupArn, Targets }))).TargetHealthDescriptions?.map(({ TargetHealth }) => [
      TargetHealth?.State,
      TargetHealth?.Reason,
    ]);
  const register = (TargetGroupArn = BLUE) => client.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: ID }] }));
  return { ...fixture, client, health, register };
};

describe("a target", () => {
  test("becomes healthy in time, drains and is gone", async () => {
    const { client, clock, health, register } = open();
    expect(await health(BLUE, [{ Id: ID }])).toEqual([["unused", "Target.NotRegistered"]]);
    await register();
    expect(await health()).toEqual([["initial", "Elb.InitialHealthChecking"]]);
    clock.pass(90);
    await register();
    expect(await health()).toEqual([["healthy", undefined]]);
    const deregister = () => client.send(new DeregisterTargetsCommand({ TargetGroupArn: BLUE, Targets: [{ Id: ID }] }));
    await deregister();
    expect(await health()).toEqual([["draining", "Target.DeregistrationInProgress"]]);
    clock.pass(60);
    expect(await health()).toEqual([]);
    expect(await failureOf(deregister())).toMatchObject({ name: "InvalidTargetException" });
  });

  test("of a group that nobody forwards to stays unused; a stopped instance cannot be registered", async () => {
    const { clock, health, register } = open();
    await register(LONELY);
    clock.pass(3600);
    expect(await health(LONELY)).toEqual([["unused", "Target.NotInUse"]]);
    expect(await failureOf(open("stopped").register())).toMatchObject({ name: "InvalidTargetException" });
    expect(await failureOf(health(of("targetgroup/nobody/1")))).toMatchObject({ name: "TargetGroupNotFoundException" });
  });

  test("may never become healthy, or fail its checks", async () => {
    const { estate, clock, health, register } = open();
    estate.faults.add({ kind: "never-completes", resource: ID, times: 1 });
    await register();
    estate.faults.add({ kind: "launch-failed", resource: ID, times: 1 });
    await register(GREEN);
    clock.pass(3600);
    expect([await health(), await health(GREEN)]).toEqual([
      [["initial", "Elb.InitialHealthChecking"]],
      [["unhealthy", "Target.FailedHealthChecks"]],
    ]);
  });
});

describe("weights", () => {
  const actions = (blue: number, green: number) => [
    {
      Type: "forward" as const,
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: BLUE, Weight: blue },
          { TargetGroupArn: GREEN, Weight: green },
        ],
      },
    },
  ];

  test("of a listener and a rule are replaced as a whole", async () => {
    const { client } = open();
    await client.send(new ModifyListenerCommand({ ListenerArn: LISTENER, DefaultActions: actions(0, 100) }));
    await client.send(new ModifyRuleCommand({ RuleArn: RULE, Actions: actions(10, 90) }));
    const { Listeners } = await client.send(new DescribeListenersCommand({ LoadBalancerArn: BALANCER }));
    expect(Listeners?.[0]?.DefaultActions).toEqual(actions(0, 100));
    const { Rules } = await client.send(new DescribeRulesCommand({ ListenerArn: LISTENER }));
    expect(Rules?.map(({ Priority, Actions }) => [Priority, Actions])).toEqual([
      ["1", actions(10, 90)],
      ["default", actions(0, 100)],
    ]);
    expect(Rules?.[0]?.Conditions?.[0]?.HostHeaderConfig?.Values).toEqual(["a.example.com"]);
  });

  test("to an unknown group are refused, and the default rule is the listener's", async () => {
    const { client } = open();
    const modify = (RuleArn: string, TargetGroupArn: string) =>
      failureOf(client.send(new ModifyRuleCommand({ RuleArn, Actions: [{ Type: "forward", TargetGroupArn }] })));
    expect(await modify(RULE, of("targetgroup/nobody/1"))).toMatchObject({ name: "TargetGroupNotFoundException" });
    expect(await modify(`${RULE}/default`, BLUE)).toMatchObject({ name: "OperationNotPermittedException" });
    const { TargetGroups } = await client.send(new DescribeTargetGroupsCommand({ LoadBalancerArn: BALANCER }));
    expect(TargetGroups?.map(({ TargetGroupName }) => TargetGroupName)).toEqual(["blue", "green"]);
  });
});
