// What DRS refuses, how a recovery goes when the source is dead, and how instances are removed.
import {
  DescribeJobLogItemsCommand,
  DescribeJobsCommand,
  DescribeRecoveryInstancesCommand,
  DescribeRecoverySnapshotsCommand,
  DescribeSourceServersCommand,
  StartRecoveryCommand,
  TerminateRecoveryInstancesCommand,
} from "@aws-sdk/client-drs";
import { DescribeInstancesCommand, DescribeInstanceStatusCommand } from "@aws-sdk/client-ec2";
import { afterEach, describe, expect, test } from "vitest";
import { type EstateFixture, startEstate, watch } from "../../testing/estate-fixture.ts";
import { failureOf } from "../../testing/failure-of.ts";
import { sourceServerIdFor } from "./records.ts";

let fixture: EstateFixture;
afterEach(() => fixture.stop());

const names = (count: number) => Array.from({ length: count }, (_, index) => `i-srv${index}`);
const open = async (count: number, extra: object = {}, drsQuotas = {}) => {
  fixture = await startEstate({ quotas: { drs: drsQuotas } });
  fixture.estate.seed({ drs: { sourceServers: names(count).map((id) => ({ id, ...extra })) } });
  return names(count).map((name) => sourceServerIdFor(name));
};
const start = (ids: readonly string[]) =>
  fixture.clients.drs.send(new StartRecoveryCommand({ isDrill: true, sourceServers: ids.map((sourceServerID) => ({ sourceServerID })) }));
const instances = async () => (await fixture.clients.drs.send(new DescribeRecoveryInstancesCommand({}))).items ?? [];
const terminate = (recoveryInstanceIDs: string[]) =>
  fixture.clients.drs.send(new TerminateRecoveryInstancesCommand({ recoveryInstanceIDs }));

describe("StartRecovery refuses", () => {
  test("a server that is in a job already, naming it", async () => {
    const [one, two] = await open(2);
    await start([one!]);
    const error = await failureOf(start([two!, one!]));
    expect(error).toMatchObject({
      name: "ConflictException",
      resourceId: one,
      resourceType: "SOURCE_SERVER",
      $metadata: { httpStatusCode: 409 },
    });
    fixture.clock.pass(16 * 60);
    await start([two!, one!]);
    expect(fixture.estate.effects({ action: "StartRecovery" }).map(({ outcome }) => outcome)).toEqual(["applied", "rejected", "applied"]);
  });

  test("more than 100 servers in a job", async () => {
    const ids = await open(101);
    expect(await failureOf(start(ids))).toMatchObject({ name: "ServiceQuotaExceededException", quotaCode: "L-B827C881" });
    await start(ids.slice(0, 100));
  });

  test("a 21st job", async () => {
    const ids = await open(21);
    for (const id of ids.slice(0, 20)) await start([id]);
    expect(await failureOf(start([ids[20]!]))).toMatchObject({ name: "ServiceQuotaExceededException", quotaCode: "L-D88FAC3A" });
  });

  test("more servers in all jobs than the quota, which can be set", async () => {
    const ids = await open(4, {}, { serversInAllJobs: 3 });
    await start(ids.slice(0, 2));
    expect(await failureOf(start(ids.slice(2)))).toMatchObject({ name: "ServiceQuotaExceededException", quotaCode: "L-05AFA8C6" });
  });

  test("unknown servers, servers named twice, and empty lists", async () => {
    const [one] = await open(1);
    expect((await failureOf(start([sourceServerIdFor("i-nobody")]))).name).toBe("ConflictException");
    expect((await failureOf(start([one!, one!]))).name).toBe("ValidationException");
    expect((await failureOf(start([]))).name).toBe("ValidationException");
  });
});

describe("when the source is dead", () => {
  test("recovery falls back to the newest snapshot and says so in the job's log", async () => {
    const [one] = await open(1, { replicationState: "DISCONNECTED" });
    fixture.clock.pass(3600);
    const { items: servers } = await fixture.clients.drs.send(new DescribeSourceServersCommand({}));
    expect(servers?.[0]?.dataReplicationInfo).toMatchObject({ dataReplicationState: "DISCONNECTED", lagDuration: "PT1H" });
    const { items: snapshots } = await fixture.clients.drs.send(
      new DescribeRecoverySnapshotsCommand({ sourceServerID: one!, order: "DESC", maxResults: 1 }),
    );
    expect(snapshots?.[0]?.timestamp).toBe("2026-11-23T04:00:00.000Z");
    const { job } = await start([one!]);
    fixture.clock.pass(16 * 60);
    const { items: log } = await fixture.clients.drs.send(new DescribeJobLogItemsCommand({ jobID: job!.jobID! }));
    expect(log?.map(({ event }) => event)).toEqual([
      "JOB_START",
      "SNAPSHOT_START",
      "SNAPSHOT_FAIL",
      "USING_PREVIOUS_SNAPSHOT",
      "CONVERSION_START",
      "CONVERSION_END",
      "LAUNCH_START",
      "JOB_END",
    ]);
    expect((await instances())[0]?.pointInTimeSnapshotDateTime).toBe("2026-11-23T04:00:00.000Z");
  });

  test("and there is no snapshot, the job still ends COMPLETED, with the server FAILED", async () => {
    const [one] = await open(1, { replicationState: "INITIAL_SYNC", hasSnapshots: false });
    const { job } = await start([one!]);
    fixture.clock.pass(16 * 60);
    const { items } = await fixture.clients.drs.send(new DescribeJobsCommand({ filters: { jobIDs: [job!.jobID!] } }));
    expect(items?.[0]).toMatchObject({ status: "COMPLETED", participatingServers: [{ sourceServerID: one, launchStatus: "FAILED" }] });
    const { items: log } = await fixture.clients.drs.send(new DescribeJobLogItemsCommand({ jobID: job!.jobID! }));
    expect(log?.map(({ event }) => event)).toContain("USING_PREVIOUS_SNAPSHOT_FAILED");
    expect(await instances()).toEqual([]);
  });
});

describe("TerminateRecoveryInstances", () => {
  test("removes instances in a job of 2 to 5 minutes whose servers vanish from it at the end", async () => {
    const [one] = await open(1);
    await start([one!]);
    fixture.clock.pass(16 * 60);
    const [instance] = await instances();
    const { job } = await terminate([instance!.recoveryInstanceID!]);
    expect(job).toMatchObject({ type: "TERMINATE", initiatedBy: "TERMINATE_RECOVERY_INSTANCES", status: "PENDING" });
    expect(job?.participatingServers).toEqual([
      { sourceServerID: one, recoveryInstanceID: instance?.recoveryInstanceID, launchStatus: "PENDING" },
    ]);
    const seen = async () => {
      const { items } = await fixture.clients.drs.send(new DescribeJobsCommand({ filters: { jobIDs: [job!.jobID!] } }));
      const { Reservations } = await fixture.clients.ec2.send(
        new DescribeInstancesCommand({ InstanceIds: [instance!.recoveryInstanceID!] }),
      );
      return [
        items?.[0]?.status,
        items?.[0]?.participatingServers?.length,
        Reservations?.[0]?.Instances?.[0]?.State?.Name,
        (await instances()).length,
      ];
    };
    const sightings = await watch(fixture.clock, seen, { seconds: 6 * 60, step: 10 });
    expect(sightings.map((sighting) => sighting.seen)).toEqual([
      ["PENDING", 1, "running", 1],
      ["STARTED", 1, "shutting-down", 1],
      ["COMPLETED", 0, "terminated", 0],
    ]);
    expect(sightings[2]?.atSeconds).toBeGreaterThanOrEqual(120);
    expect(sightings[2]?.atSeconds).toBeLessThanOrEqual(310);
    const { items } = await fixture.clients.drs.send(new DescribeSourceServersCommand({}));
    expect(items?.[0]).toMatchObject({ lifeCycle: { lastLaunch: { status: "TERMINATED" } } });
    expect(items?.[0]?.recoveryInstanceId).toBeUndefined();
  });

  test("refuses instances that are gone and servers that are busy", async () => {
    const [one] = await open(1);
    expect((await failureOf(terminate(["i-0123456789abcdef0"]))).name).toBe("ConflictException");
    await start([one!]);
    fixture.clock.pass(16 * 60);
    const [instance] = await instances();
    await terminate([instance!.recoveryInstanceID!]);
    expect(await failureOf(terminate([instance!.recoveryInstanceID!]))).toMatchObject({ name: "ConflictException", resourceId: one });
  });
});

describe("EC2", () => {
  test("forgets a terminated instance after an hour, and knows only what DRS launched", async () => {
    const [one] = await open(1);
    await start([one!]);
    fixture.clock.pass(16 * 60);
    const id = (await instances())[0]!.recoveryInstanceID!;
    const running = await fixture.clients.ec2.send(new DescribeInstanceStatusCommand({ InstanceIds: [id] }));
    expect(running.InstanceStatuses).toHaveLength(1);
    await terminate([id]);
    fixture.clock.pass(6 * 60);
    expect((await fixture.clients.ec2.send(new DescribeInstanceStatusCommand({}))).InstanceStatuses).toEqual([]);
    fixture.clock.pass(3600);
    expect((await failureOf(fixture.clients.ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] })))).name).toBe(
      "InvalidInstanceID.NotFound",
    );
    expect((await failureOf(fixture.clients.ec2.send(new DescribeInstancesCommand({ InstanceIds: ["i-app01"] })))).name).toBe(
      "InvalidInstanceID.Malformed",
    );
  });

  test("filters by state and by source server", async () => {
    const [one, two] = await open(2);
    await start([one!, two!]);
    fixture.clock.pass(16 * 60);
    const found = await fixture.clients.ec2.send(
      new DescribeInstancesCommand({
        Filters: [
          { Name: "instance-state-name", Values: ["pending", "running"] },
          { Name: "tag:AWSElasticDisasterRecoverySourceServerID", Values: [two!] },
        ],
      }),
    );
    expect(found.Reservations?.map(({ Instances }) => Instances?.[0]?.Tags?.[0]?.Value)).toEqual([two]);
    const error = await failureOf(
      fixture.clients.ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: "colour", Values: ["red"] }] })),
    );
    expect(error.name).toBe("InvalidParameterValue");
  });
});
