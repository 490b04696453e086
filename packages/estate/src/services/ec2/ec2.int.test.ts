// Instances, security groups and launches over the real client.
import {
  AuthorizeSecurityGroupIngressCommand,
  DescribeInstancesCommand,
  DescribeInstanceStatusCommand,
  DescribeSecurityGroupRulesCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { failureOf } from "../../testing/failure-of.ts";
import { createTestEstate } from "../../testing/test-estate.ts";

const ID = "i-0000000000000001a";
const GROUP = "sg-0000000000000001a";
const TEMPLATE = "lt-0000000000000001a";

const open = (state: "running" | "stopped" = "running") => {
  const events: string[] = [];
  const fixture = createTestEstate({
    onEvent: ({ source, detail }) => void events.push(`${source} ${JSON.stringify(detail["state"])}`),
  });
  fixture.estate.seed({
    ec2: {
      instances: [{ id: ID, state }],
      securityGroups: [{ id: GROUP, rules: [{ fromPort: 443, toPort: 443, cidrIpv4: "10.0.0.0/8" }] }],
      launchTemplates: [{ id: TEMPLATE, latestVersion: 3, tags: { app: "shop" } }],
    },
  });
  const client = new EC2Client({ ...fixture.sdkConfig(), maxAttempts: 1 });
  const stateNow = async () =>
    (await client.send(new DescribeInstancesCommand({ InstanceIds: [ID] }))).Reservations?.[0]?.Instances?.[0]?.State?.Name;
  const checks = async () =>
    (await client.send(new DescribeInstanceStatusCommand({ InstanceIds: [ID], IncludeAllInstances: true }))).InstanceStatuses?.[0]
      ?.InstanceStatus?.Status;
  return { ...fixture, client, events, stateNow, checks };
};

describe("an instance", () => {
  test("starts in time, and passes its checks later; starting it again is a no-op", async () => {
    const { estate, client, clock, events, stateNow, checks } = open("stopped");
    const start = () => client.send(new StartInstancesCommand({ InstanceIds: [ID] }));
    expect((await start()).StartingInstances).toEqual([
      { InstanceId: ID, PreviousState: { Code: 80, Name: "stopped" }, CurrentState: { Code: 0, Name: "pending" } },
    ]);
    expect([await stateNow(), await checks()]).toEqual(["pending", "not-applicable"]);
    clock.pass(45);
    expect((await start()).StartingInstances?.[0]?.CurrentState?.Name).toBe("running");
    expect([await stateNow(), await checks()]).toEqual(["running", "ok"]);
    await estate.deliverDueEvents();
    expect(events).toEqual(['aws.ec2 "pending"', 'aws.ec2 "running"']);
  });

  test("stops and terminates; what is stopping cannot be started, what is gone stays visible for an hour", async () => {
    const { client, clock, stateNow } = open();
    await client.send(new StopInstancesCommand({ InstanceIds: [ID] }));
    expect(await stateNow()).toBe("stopping");
    expect(await failureOf(client.send(new StartInstancesCommand({ InstanceIds: [ID] })))).toMatchObject({
      name: "IncorrectInstanceState",
    });
    clock.pass(90);
    expect(await stateNow()).toBe("stopped");
    await client.send(new TerminateInstancesCommand({ InstanceIds: [ID] }));
    clock.pass(60);
    expect(await stateNow()).toBe("terminated");
    clock.pass(3600);
    expect(await failureOf(stateNow())).toMatchObject({ name: "InvalidInstanceID.NotFound" });
  });

  test("is not touched by a dry run, and ids do not go with pages", async () => {
    const { estate, client, stateNow } = open();
    expect(await failureOf(client.send(new StopInstancesCommand({ InstanceIds: [ID], DryRun: true })))).toMatchObject({
      name: "DryRunOperation",
    });
    expect(await failureOf(client.send(new DescribeInstancesCommand({ DryRun: true })))).toMatchObject({ name: "DryRunOperation" });
    expect(await failureOf(client.send(new DescribeInstancesCommand({ InstanceIds: [ID], MaxResults: 5 })))).toMatchObject({
      name: "InvalidParameterCombination",
    });
    expect(await stateNow()).toBe("running");
    expect(estate.effects({ outcome: "applied" })).toEqual([]);
  });
});

describe("a launch", () => {
  const launch = (client: EC2Client, MaxCount: number, ClientToken = "op-1") =>
    client.send(
      new RunInstancesCommand({
        MinCount: 1,
        MaxCount,
        ClientToken,
        LaunchTemplate: { LaunchTemplateId: TEMPLATE, Version: "2" },
        TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "dr:operation-id", Value: "op-1" }] }],
      }),
    );

  test("happens once for a token, and can be found by its tag", async () => {
    const { client } = open();
    const ids = async () => (await launch(client, 2)).Instances?.map(({ InstanceId }) => InstanceId) ?? [];
    const first = await ids();
    expect(first).toHaveLength(2);
    expect(await ids()).toEqual(first);
    expect(await failureOf(launch(client, 3))).toMatchObject({ name: "IdempotentParameterMismatch" });
    const found = await client.send(new DescribeInstancesCommand({ Filters: [{ Name: "tag:dr:operation-id", Values: ["op-1"] }] }));
    const foundIds = found.Reservations?.flatMap(({ Instances = [] }) => Instances.map(({ InstanceId }) => InstanceId));
    expect(new Set(foundIds)).toEqual(new Set(first));
    expect(found.Reservations?.[0]?.Instances?.[0]?.Tags).toContainEqual({ Key: "app", Value: "shop" });
  });

  test("of an unknown template or version is refused", async () => {
    const { client } = open();
    const of = (LaunchTemplateId: string, Version: string) =>
      failureOf(client.send(new RunInstancesCommand({ MinCount: 1, MaxCount: 1, LaunchTemplate: { LaunchTemplateId, Version } })));
    expect(await of("lt-0000000000000009z", "1")).toMatchObject({ name: "InvalidLaunchTemplateId.NotFound" });
    expect(await of(TEMPLATE, "4")).toMatchObject({ name: "InvalidLaunchTemplateId.VersionNotFound" });
  });
});

describe("security group rules", () => {
  const permission = (CidrIp: string) => ({
    GroupId: GROUP,
    IpPermissions: [{ IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp }] }],
  });

  test("are added and removed; a duplicate refuses the whole call, a missing one is told", async () => {
    const { client } = open();
    const ranges = async () =>
      (
        await client.send(new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: "group-id", Values: [GROUP] }] }))
      ).SecurityGroupRules?.map(({ CidrIpv4 }) => CidrIpv4);
    await client.send(new AuthorizeSecurityGroupIngressCommand(permission("10.1.0.0/16")));
    expect(await ranges()).toEqual(["10.0.0.0/8", "10.1.0.0/16"]);
    expect(await failureOf(client.send(new AuthorizeSecurityGroupIngressCommand(permission("10.1.0.0/16"))))).toMatchObject({
      name: "InvalidPermission.Duplicate",
    });
    await client.send(new RevokeSecurityGroupIngressCommand(permission("10.1.0.0/16")));
    expect(await failureOf(client.send(new RevokeSecurityGroupIngressCommand(permission("10.1.0.0/16"))))).toMatchObject({
      name: "InvalidPermission.NotFound",
    });
    expect(await ranges()).toEqual(["10.0.0.0/8"]);
  });
});
