// What a seed may say about servers beside the usual: points in time, staging area, launch template, post-launch actions, jobs of others.
import {
  DescribeJobsCommand,
  DescribeRecoverySnapshotsCommand,
  DescribeSourceServersCommand,
  DrsClient,
  GetLaunchConfigurationCommand,
  ListLaunchActionsCommand,
  StartRecoveryCommand,
} from "@aws-sdk/client-drs";
import {
  DescribeInstanceStatusCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { failureOf } from "../../testing/failure-of.ts";
import { createTestEstate } from "../../testing/test-estate.ts";
import type { DrsSeed } from "./seed.ts";

const SERVER = "s-0123456789abcdef0";
type ServerSeed = NonNullable<DrsSeed["sourceServers"]>[number];

const open = (server: Partial<ServerSeed>, rest: DrsSeed = {}) => {
  const fixture = createTestEstate();
  fixture.estate.seed({ drs: { sourceServers: [{ id: SERVER, ...server }], ...rest } });
  const config = { ...fixture.sdkConfig(), maxAttempts: 1 };
  const drs = new DrsClient(config);
  const described = async () => (await drs.send(new DescribeSourceServersCommand({ filters: {} }))).items?.[0];
  const settings = () => drs.send(new GetLaunchConfigurationCommand({ sourceServerID: SERVER }));
  const launch = () => drs.send(new StartRecoveryCommand({ sourceServers: [{ sourceServerID: SERVER }], isDrill: true }));
  return { ...fixture, drs, ec2: new EC2Client(config), described, settings, launch };
};

test("the points in time are those that are named, once their time has come", async () => {
  const { drs, clock } = open({ snapshots: ["2026-11-23T02:00:00Z", "2026-11-23T01:00:00Z", "2026-11-23T04:00:05Z"] });
  const times = async () =>
    (await drs.send(new DescribeRecoverySnapshotsCommand({ sourceServerID: SERVER }))).items?.map(({ timestamp }) => timestamp);
  const there = ["2026-11-23T01:00:00.000Z", "2026-11-23T02:00:00.000Z"];
  expect(await times()).toEqual(there);
  clock.pass(5);
  expect(await times()).toEqual([...there, "2026-11-23T04:00:05.000Z"]);
});

test("a staging area that cannot be reached, and a word for the replication that nobody knows yet", async () => {
  const { described } = open({ stagingStatus: "EXTENSION_ERROR", replicationState: "HIBERNATING" });
  expect(await described()).toMatchObject({
    stagingArea: { status: "EXTENSION_ERROR", errorMessage: expect.any(String) as string },
    dataReplicationInfo: { dataReplicationState: "HIBERNATING" },
  });
  expect((await open({}).described())?.stagingArea).toEqual({ status: "NOT_EXTENDED", stagingAccountID: "123456789012" });
});

describe("the launch template", () => {
  const versions = async (server: Partial<ServerSeed>) => {
    const { ec2, settings } = open(server);
    const { ec2LaunchTemplateID: LaunchTemplateId } = await settings();
    const answer = ec2.send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: ["$Default"] }));
    return { ec2, answer };
  };

  test("can be gone", async () => {
    const { answer } = await versions({ launchTemplate: null });
    expect(await failureOf(answer)).toMatchObject({ name: "InvalidLaunchTemplateId.NotFound" });
  });

  test("names the subnet in a network interface, with its groups, and the subnet can be gone", async () => {
    const launchTemplate = { subnetId: "subnet-0000000000000001a", securityGroupIds: ["sg-0000000000000001a"] };
    const { answer, ec2 } = await versions({ launchTemplate });
    expect((await answer).LaunchTemplateVersions?.[0]?.LaunchTemplateData).toMatchObject({
      NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: launchTemplate.subnetId, Groups: launchTemplate.securityGroupIds }],
    });
    const gone = ec2.send(new DescribeSubnetsCommand({ SubnetIds: [launchTemplate.subnetId] }));
    expect(await failureOf(gone)).toMatchObject({ name: "InvalidSubnetID.NotFound" });
  });
});

test("a subnet is there when it is seeded, beside the usual one", async () => {
  const { estate, ec2 } = open({});
  estate.seed({ ec2: { subnets: [{ id: "subnet-0000000000000001a", availabilityZone: "us-east-1c" }] } });
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  expect(Subnets.map(({ SubnetId, AvailabilityZone }) => [SubnetId, AvailabilityZone])).toEqual([
    ["subnet-0000000051a1a7ed0", "us-east-1a"],
    ["subnet-0000000000000001a", "us-east-1c"],
  ]);
});

test("post-launch actions are switched on and listed", async () => {
  const { drs, settings } = open({ postLaunchActions: [{ name: "agent", actionCode: "AWS-ConfigureAWSPackage", optional: true }] });
  const actions = await drs.send(new ListLaunchActionsCommand({ resourceId: SERVER }));
  expect([(await settings()).postLaunchEnabled, actions.items]).toMatchObject([
    true,
    [{ name: "agent", actionCode: "AWS-ConfigureAWSPackage", optional: true, active: true, order: 1001 }],
  ]);
  const without = open({});
  expect((await without.settings()).postLaunchEnabled).toBe(false);
  expect((await without.drs.send(new ListLaunchActionsCommand({ resourceId: SERVER }))).items).toEqual([]);
});

test("jobs of others go on for ever and count against the quotas", async () => {
  const { drs, clock, launch } = open({}, { openJobs: Array.from({ length: 20 }, () => ({ servers: 3 })) });
  clock.pass(86_400);
  const { items = [] } = await drs.send(new DescribeJobsCommand({ filters: {} }));
  expect([items.length, new Set(items.map(({ status }) => status)), items[0]?.participatingServers?.length]).toEqual([
    20,
    new Set(["STARTED"]),
    3,
  ]);
  expect(await failureOf(launch())).toMatchObject({ name: "ServiceQuotaExceededException", quotaCode: "L-D88FAC3A" });
});

test("checks-failed: an instance is launched, and its status checks turn impaired", async () => {
  const { estate, ec2, clock, launch } = open({});
  estate.faults.add({ kind: "checks-failed", resource: SERVER, times: 1 });
  await launch();
  clock.pass(20 * 60);
  const { InstanceStatuses = [] } = await ec2.send(new DescribeInstanceStatusCommand({}));
  expect(InstanceStatuses).toMatchObject([
    { InstanceState: { Name: "running" }, InstanceStatus: { Status: "impaired", Details: [{ Name: "reachability", Status: "failed" }] } },
  ]);
});
