// Recovery and drill launches through the real DRS and EC2 clients.
import {
  DescribeJobLogItemsCommand,
  DescribeJobsCommand,
  DescribeRecoveryInstancesCommand,
  DescribeRecoverySnapshotsCommand,
  DescribeSourceServersCommand,
  GetLaunchConfigurationCommand,
  StartRecoveryCommand,
} from "@aws-sdk/client-drs";
import { DescribeInstancesCommand, DescribeInstanceStatusCommand } from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AwsEvent } from "../../events/aws-event.ts";
import { type EstateFixture, startEstate, watch } from "../../testing/estate-fixture.ts";
import { failureOf } from "../../testing/failure-of.ts";
import { START_MS } from "../../testing/hand-clock.ts";
import { sourceServerIdFor } from "./records.ts";

const APP01 = sourceServerIdFor("i-app01");
const APP02 = sourceServerIdFor("i-app02");
let fixture: EstateFixture;
const events: AwsEvent[] = [];

beforeEach(async () => {
  events.length = 0;
  fixture = await startEstate({ onEvent: (event) => void events.push(event) });
  fixture.estate.seed({ drs: { sourceServers: [{ id: "i-app01", lagSeconds: 4 }, { id: "i-app02" }] } });
});
afterEach(() => fixture.stop());

const start = (ids: readonly string[], isDrill?: boolean) =>
  fixture.clients.drs.send(
    new StartRecoveryCommand({
      sourceServers: ids.map((sourceServerID) => ({ sourceServerID })),
      ...(isDrill !== undefined && { isDrill }),
    }),
  );

const job = async (jobID: string) => (await fixture.clients.drs.send(new DescribeJobsCommand({ filters: { jobIDs: [jobID] } }))).items?.[0];

const instances = async () => (await fixture.clients.drs.send(new DescribeRecoveryInstancesCommand({}))).items ?? [];

describe("a seeded source server", () => {
  test("carries the origin's instance id as a hint, a healthy replication and its lag", async () => {
    const { items } = await fixture.clients.drs.send(new DescribeSourceServersCommand({ filters: { sourceServerIDs: [APP01] } }));
    expect(items).toHaveLength(1);
    expect(items?.[0]).toMatchObject({
      sourceServerID: APP01,
      arn: `arn:aws:drs:us-east-1:123456789012:source-server/${APP01}`,
      tags: { Name: "i-app01", "dr:simulated": "true" },
      lastLaunchResult: "NOT_STARTED",
      dataReplicationInfo: { dataReplicationState: "CONTINUOUS", lagDuration: "PT4S" },
      sourceProperties: { identificationHints: { awsInstanceID: "i-app01", hostname: "i-app01" } },
      sourceCloudProperties: { originRegion: "us-west-2", originAccountID: "123456789012" },
      stagingArea: { status: "NOT_EXTENDED" },
    });
  });

  test("has the snapshots of the default policy, newest first on request", async () => {
    const { items } = await fixture.clients.drs.send(
      new DescribeRecoverySnapshotsCommand({ sourceServerID: APP01, order: "DESC", maxResults: 1 }),
    );
    expect(items).toMatchObject([{ sourceServerID: APP01, timestamp: "2026-11-23T04:00:00.000Z" }]);
    expect(items?.[0]?.snapshotID).toMatch(/^pit-[0-9a-f]{17}$/u);
    const all = await fixture.clients.drs.send(new DescribeRecoverySnapshotsCommand({ sourceServerID: APP01 }));
    expect(all.items).toHaveLength(29);
  });

  test("has a launch configuration", async () => {
    const configuration = await fixture.clients.drs.send(new GetLaunchConfigurationCommand({ sourceServerID: APP01 }));
    expect(configuration).toMatchObject({
      sourceServerID: APP01,
      launchDisposition: "STARTED",
      copyPrivateIp: false,
      postLaunchEnabled: false,
    });
    expect(configuration.ec2LaunchTemplateID).toMatch(/^lt-[0-9a-f]{17}$/u);
  });

  test("is not found by the name of its origin: DRS refuses ids of another form, and leaves unknown ids out", async () => {
    const error = await failureOf(
      fixture.clients.drs.send(new DescribeSourceServersCommand({ filters: { sourceServerIDs: ["i-app01"] } })),
    );
    expect(error.name).toBe("ValidationException");
    const none = await fixture.clients.drs.send(
      new DescribeSourceServersCommand({ filters: { sourceServerIDs: [sourceServerIdFor("i-none")] } }),
    );
    expect(none.items).toEqual([]);
  });
});

describe("a launch job", () => {
  test("goes PENDING, STARTED, COMPLETED in 8 to 15 minutes; servers turn LAUNCHED", async () => {
    const { job: accepted } = await start([APP01, APP02], true);
    expect(accepted).toMatchObject({
      type: "LAUNCH",
      initiatedBy: "START_DRILL",
      status: "PENDING",
      creationDateTime: "2026-11-23T04:00:00.000Z",
    });
    expect(accepted?.jobID).toMatch(/^drsjob-[0-9a-f]{17}$/u);
    const sightings = await watch(fixture.clock, async () => (await job(accepted!.jobID!))?.status, { seconds: 16 * 60, step: 20 });
    expect(sightings.map(({ seen }) => seen)).toEqual(["PENDING", "STARTED", "COMPLETED"]);
    expect(sightings[2]?.atSeconds).toBeGreaterThanOrEqual(8 * 60);
    expect(sightings[2]?.atSeconds).toBeLessThanOrEqual(15 * 60 + 30);
    const done = await job(accepted!.jobID!);
    expect(done?.participatingServers?.map(({ sourceServerID, launchStatus }) => [sourceServerID, launchStatus])).toEqual([
      [APP01, "LAUNCHED"],
      [APP02, "LAUNCHED"],
    ]);
    expect(done?.endDateTime).toBeDefined();
  });

  test("brings up recovery instances that keep isDrill, job and point in time, and are EC2 instances", async () => {
    const { job: accepted } = await start([APP01], false);
    expect(accepted?.initiatedBy).toBe("START_RECOVERY");
    expect(await instances()).toEqual([]);
    fixture.clock.pass(16 * 60);
    const [instance] = await instances();
    expect(instance).toMatchObject({ sourceServerID: APP01, isDrill: false, jobID: accepted?.jobID, ec2InstanceState: "RUNNING" });
    expect(instance?.ec2InstanceID).toBe(instance?.recoveryInstanceID);
    const takenMs = Date.parse(instance!.pointInTimeSnapshotDateTime!);
    expect(takenMs - START_MS).toBeGreaterThanOrEqual(2_000);
    expect(takenMs - START_MS).toBeLessThanOrEqual(10_000);
    const { Reservations } = await fixture.clients.ec2.send(new DescribeInstancesCommand({ InstanceIds: [instance!.ec2InstanceID!] }));
    expect(Reservations?.[0]?.Instances?.[0]).toMatchObject({ State: { Code: 16, Name: "running" }, InstanceType: "m6i.large" });
    const { items } = await fixture.clients.drs.send(new DescribeSourceServersCommand({ filters: { sourceServerIDs: [APP01] } }));
    expect(items?.[0]).toMatchObject({
      lastLaunchResult: "SUCCEEDED",
      recoveryInstanceId: instance?.recoveryInstanceID,
      lifeCycle: {
        lastLaunch: {
          status: "LAUNCHED",
          initiated: { jobID: accepted?.jobID, type: "RECOVERY", apiCallDateTime: "2026-11-23T04:00:00.000Z" },
        },
      },
    });
  });

  test("status checks pass some time after the instance runs", async () => {
    const { job: accepted } = await start([APP01], true);
    const checks = async () => {
      const { InstanceStatuses } = await fixture.clients.ec2.send(new DescribeInstanceStatusCommand({ IncludeAllInstances: true }));
      return InstanceStatuses?.map((status) => [status.InstanceState?.Name, status.InstanceStatus?.Status, status.SystemStatus?.Status])[0];
    };
    const sightings = await watch(fixture.clock, checks, { seconds: 20 * 60, step: 15 });
    expect(sightings.map(({ seen }) => seen)).toEqual([
      undefined,
      ["pending", "not-applicable", "not-applicable"],
      ["running", "initializing", "initializing"],
      ["running", "ok", "ok"],
    ]);
    expect(accepted?.status).toBe("PENDING");
  });

  test("keeps a log of its steps", async () => {
    const { job: accepted } = await start([APP01], true);
    const log = async () => (await fixture.clients.drs.send(new DescribeJobLogItemsCommand({ jobID: accepted!.jobID! }))).items ?? [];
    expect(await log()).toEqual([]);
    fixture.clock.pass(16 * 60);
    expect((await log()).map(({ event }) => event)).toEqual([
      "JOB_START",
      "SNAPSHOT_START",
      "SNAPSHOT_END",
      "CONVERSION_START",
      "CONVERSION_END",
      "LAUNCH_START",
      "JOB_END",
    ]);
  });

  test("announces each server's result to EventBridge", async () => {
    const { job: accepted } = await start([APP01, APP02], true);
    fixture.clock.pass(16 * 60);
    await fixture.estate.deliverDueEvents();
    expect(events.map(({ source, resources, detail }) => ({ source, resources, detail }))).toHaveLength(2);
    expect(events[0]).toMatchObject({
      "detail-type": "DRS Source Server Launch Result",
      source: "aws.drs",
      detail: { state: "RECOVERY_LAUNCH_SUCCEEDED", "job-id": accepted?.jobID, "is-drill": "TRUE" },
    });
  });

  test("without isDrill is a recovery", async () => {
    const { job: accepted } = await start([APP01]);
    expect(accepted?.initiatedBy).toBe("START_RECOVERY");
  });

  test("of a named snapshot recovers to that point in time", async () => {
    const { items } = await fixture.clients.drs.send(new DescribeRecoverySnapshotsCommand({ sourceServerID: APP01 }));
    const [oldest] = items ?? [];
    await fixture.clients.drs.send(
      new StartRecoveryCommand({
        isDrill: true,
        sourceServers: [{ sourceServerID: APP01, recoverySnapshotID: String(oldest?.snapshotID) }],
      }),
    );
    fixture.clock.pass(16 * 60);
    expect((await instances())[0]?.pointInTimeSnapshotDateTime).toBe(oldest?.timestamp);
    const error = await failureOf(
      fixture.clients.drs.send(
        new StartRecoveryCommand({ sourceServers: [{ sourceServerID: APP02, recoverySnapshotID: "pit-00000000000000000" }] }),
      ),
    );
    expect(error.name).toBe("ConflictException");
  });

  test("replaces the server's earlier instance, live recovery or not: AWS does not ask", async () => {
    await start([APP01], false);
    fixture.clock.pass(16 * 60);
    const [live] = await instances();
    const { job: second } = await start([APP01], true);
    fixture.clock.pass(16 * 60);
    const [replacement] = await instances();
    expect(await instances()).toHaveLength(1);
    expect(replacement?.recoveryInstanceID).not.toBe(live?.recoveryInstanceID);
    const { items } = await fixture.clients.drs.send(new DescribeJobLogItemsCommand({ jobID: second!.jobID! }));
    expect(items?.map(({ event }) => event)).toContain("CLEANUP_END");
  });
});
