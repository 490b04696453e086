/** Given recovery points, some of them dirty, young, unscanned or elsewhere, when they are restored or copied, then: the newest clean one, proven in drills, nothing left behind. */
import { describe, expect, test } from "vitest";
import { backupSeed, COPY_CONFIG, DISK, FILES, NEWEST, OLDER, OLDEST, pointArn, RESTORE_CONFIG, WINDOWS } from "./backup-world.ts";
import { begin, ended, given, type Given } from "./given.ts";

const restore = {
  operation: "backup_restore",
  seed: backupSeed(),
  resources: { protectedResources: [DISK] },
  config: RESTORE_CONFIG,
} satisfies Given;
const withConfig = (more: object) => ({ config: { ...RESTORE_CONFIG, ...more } });
/** A compromise so many hours before these runs begin. */
const compromised = (hours: number) =>
  withConfig({ compromisedAt: new Date(Date.parse("2026-11-23T04:00:00Z") - hours * 3_600_000).toISOString() });

describe("a restore", () => {
  test("is of the newest point, under the overridden metadata, and its age is the loss", async () => {
    const { failure, results, world } = await given(restore);
    expect(failure).toBeUndefined();
    const { after, rpo, dataLoss } = results[`restore:${DISK}`]!;
    expect(after).toMatchObject({ recoveryPoint: pointArn(NEWEST), scan: "clean", type: "EBS" });
    expect(rpo).toMatchObject({ method: "recovery_point_age", confidence: "exact" });
    expect(rpo.seconds).toBeGreaterThanOrEqual(3_600);
    expect(rpo.seconds).toBeLessThanOrEqual(3_600 + 600);
    expect(dataLoss).toEqual({ possible: true, seconds: rpo.seconds });
    const [started] = world.estate.effects({ action: "StartRestoreJob" });
    expect(started!.request).toMatchObject({ Metadata: { availabilityZone: "us-west-2a", volumeType: "gp3" } });
    expect(results[`check:${DISK}`]!.after).toMatchObject({ status: "available", validation: null });
  });

  test.each([
    ["DynamoDB", "arn:aws:dynamodb:us-east-1:123456789012:table/orders", "copy the point with backup_copy"],
    ["RDS", "arn:aws:rds:us-east-1:123456789012:db:orders", "database.restore_snapshot"],
  ])("of %s, which nothing here can look at or take away, is refused at once and says what to use", async (type, arn, instead) => {
    const seed = {
      backup: { recoveryPoints: [{ id: "0000-9", region: "us-west-2", scan: "clean" as const, resourceArn: arn, ageSeconds: 60 }] },
    };
    for (const executionType of ["recovery", "drill"] as const) {
      const { failure, effects } = await given({ ...restore, seed, resources: { protectedResources: [arn] }, executionType });
      expect([failure?.code, failure?.details?.["type"], effects]).toEqual(["storage.type_unknown", type, []]);
      expect(failure?.message).toContain(instead);
    }
  });

  test("passes over a point that a scan found infected, and says so", async () => {
    const { failure, results } = await given({ ...restore, seed: backupSeed({ [NEWEST]: { scan: "infected" } }) });
    expect([failure, results[`restore:${DISK}`]!.after["recoveryPoint"]]).toEqual([undefined, pointArn(OLDER)]);
    expect(results[`restore:${DISK}`]!.warnings).toContainEqual(
      expect.stringMatching(/^passed over: .*0000-1 .*a scan found something in it$/),
    );
  });

  test.each([
    ["whose scan has no known end", { [NEWEST]: { scan: "running" } }, OLDER],
    ["that is not whole", { [NEWEST]: { status: "PARTIAL" } }, OLDER],
    ["that has expired", { [NEWEST]: { status: "EXPIRED" }, [OLDER]: { status: "EXPIRED" } }, OLDEST],
  ] as const)("passes over a point %s", async (_name, of, id) => {
    const { results } = await given({ ...restore, seed: backupSeed(of) });
    expect(results[`restore:${DISK}`]!.after["recoveryPoint"]).toBe(pointArn(id));
  });

  test("is of nothing younger than the compromise, clean or not", async () => {
    const { failure, results } = await given({ ...restore, ...compromised(2) });
    expect([failure, results[`restore:${DISK}`]!.after["recoveryPoint"]]).toEqual([undefined, pointArn(OLDER)]);
    const early = await given({ ...restore, ...compromised(24) });
    expect([early.failure?.code, early.effects]).toEqual(["storage.no_clean_point", []]);
    expect(early.failure?.message).toMatch(/0000-1.*not older than the compromise.*0000-3/);
  });

  test.each([
    [
      "infected, though it is asked for by name",
      { seed: backupSeed({ [OLDER]: { scan: "infected" } }), ...withConfig({ recoveryPoint: pointArn(OLDER) }) },
      "storage.no_clean_point",
    ],
    [
      "scanned by nobody, where that is asked for",
      {
        seed: backupSeed({ [NEWEST]: { scan: null }, [OLDER]: { scan: null }, [OLDEST]: { scan: null } }),
        ...withConfig({ requireScan: true }),
      },
      "storage.no_clean_point",
    ],
    ["in another Region", withConfig({ recoveryPoint: pointArn(OLDER).replace("us-west-2", "eu-west-1") }), "storage.other_region"],
    ["not there", { seed: {} }, "storage.no_recovery_point"],
    ["older than the plan allows", withConfig({ recoveryPointAgeThreshold: "30m" }), "storage.point_too_old"],
    ["of a disk, and nobody says where it shall be", { config: { ...RESTORE_CONFIG, metadata: {} } }, "storage.metadata_missing"],
  ] satisfies [string, Given, string][])("is refused when the point is %s, before anything is touched", async (_name, more, code) => {
    const { failure, effects } = await given({ ...restore, ...more });
    expect([failure?.code, effects]).toEqual([code, []]);
  });

  test("where the Region of the points is lost waits, names who does not answer, and touches nothing", async () => {
    const prepare: Given["prepare"] = ({ estate }) => estate.faults.add({ kind: "region-down", region: "us-west-2" });
    const { failure, effects } = await given({ ...restore, mode: "unplanned", prepare, deadlineSeconds: 600 });
    expect([failure?.code, effects]).toEqual(["task.timed_out", []]);
    expect(failure?.message).toContain("backup in us-west-2 does not answer");
  });

  test("is of a point in the surviving Region while that of what was backed up is lost", async () => {
    const prepare: Given["prepare"] = ({ estate }) => estate.faults.add({ kind: "region-down", region: "us-east-1" });
    const { failure, effects } = await given({ ...restore, mode: "unplanned", prepare });
    expect([failure, effects]).toEqual([undefined, [`StartRestoreJob ${DISK}`]]);
  });

  test("warns of a point that nobody scanned", async () => {
    const { results } = await given({ ...restore, seed: backupSeed({ [NEWEST]: { scan: null } }) });
    expect(results[`restore:${DISK}`]!.warnings).toContain(`nobody scanned ${pointArn(NEWEST)}`);
  });

  test("whose answer is lost is asked for by the same token: one job, one disk", async () => {
    const { failure, effects, world } = await given({
      ...restore,
      prepare: ({ estate }) => estate.faults.add({ kind: "reset-after-accept", action: "StartRestoreJob", times: 1 }),
    });
    expect([failure, effects, world.estate.state().backup.restoreJobs.length]).toEqual([undefined, [`StartRestoreJob ${DISK}`], 1]);
  });

  test("that fails says why in the words of the job, and a new attempt starts another", async () => {
    const broken: Given["prepare"] = ({ estate }) => estate.faults.add({ kind: "launch-failed", resource: DISK });
    const { run, world } = begin({ ...restore, prepare: broken });
    await run.run();
    expect([ended(run).failure?.code, ended(run).failure?.message]).toEqual([
      "storage.job_failed",
      expect.stringContaining("The restore failed"),
    ]);
    world.estate.faults.clear();
    run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    expect([ended(run).failure, world.estate.state().backup.restoreJobs.map(({ Status }) => Status)]).toEqual([
      undefined,
      ["FAILED", "COMPLETED"],
    ]);
  });
});

describe("a drill of a restore", () => {
  const drill = { ...restore, executionType: "drill", resources: { protectedResources: [FILES, WINDOWS] } } satisfies Given;

  test("proves the points to AWS Backup, and its cleanup leaves nothing", async () => {
    const { run, world } = begin(drill);
    await run.run();
    expect(ended(run).failure).toBeUndefined();
    expect(world.estate.state().backup.restoreJobs.map(({ ValidationStatus }) => ValidationStatus)).toEqual(["SUCCESSFUL", "SUCCESSFUL"]);
    run.request({ type: "TechnologyCleanupRequested", undoes: run.operationIdOf(1) });
    await run.run();
    expect([world.estate.state().elasticfilesystem.fileSystems, world.estate.state().fsx.fileSystems]).toEqual([[], []]);
  });

  test("never restores into the file system that clients use, whatever the plan says", async () => {
    const metadata = { ...RESTORE_CONFIG.metadata, newFileSystem: "false" };
    const { world } = await given({ ...drill, resources: { protectedResources: [FILES] }, ...withConfig({ metadata }) });
    const asked = world.estate.effects({ action: "StartRestoreJob" }).map(({ request }) => (request as { Metadata: object }).Metadata);
    expect(asked).toEqual([expect.objectContaining({ newFileSystem: "true" })]);
  });

  test("tells AWS Backup that a point cannot be relied on, and fails", async () => {
    const { failure, world } = await given({
      ...drill,
      resources: { protectedResources: [WINDOWS] },
      prepare: ({ estate }) => estate.faults.add({ kind: "unknown-enum", service: "fsx", code: "MISCONFIGURED" }),
    });
    expect([failure?.code, world.estate.state().backup.restoreJobs[0]!.ValidationStatus]).toEqual(["storage.validation_failed", "FAILED"]);
  });
});

describe("a copy", () => {
  const copy = { ...restore, operation: "backup_copy", config: COPY_CONFIG } satisfies Given;

  test("is of the newest clean point, into a vault of another Region, and stays", async () => {
    const { failure, effects, results, world } = await given({ ...copy, seed: backupSeed({ [NEWEST]: { scan: "infected" } }) });
    expect([failure, effects]).toEqual([undefined, [`StartCopyJob ${DISK}`]]);
    expect(results[`copy:${DISK}`]!.after).toMatchObject({ recoveryPoint: pointArn(OLDER), vault: COPY_CONFIG.destinationVault });
    expect(world.estate.state().backup.recoveryPoints.filter(({ region }) => region === "eu-west-1")).toHaveLength(1);
  });

  test("into a Region that is lost fails in the words of the job, and a new attempt copies when it is back", async () => {
    const prepare: Given["prepare"] = ({ estate }) => estate.faults.add({ kind: "region-down", region: "eu-west-1" });
    const { run, world } = begin({ ...copy, prepare });
    await run.run();
    expect(ended(run).failure).toMatchObject({
      code: "storage.job_failed",
      message: expect.stringContaining("in eu-west-1 cannot be reached") as string,
    });
    world.estate.faults.clear();
    run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    expect([ended(run).failure, world.effects()]).toEqual([undefined, [`StartCopyJob ${DISK}`, `StartCopyJob ${DISK}`]]);
  });

  test("in a drill only looks", async () => {
    const { failure, effects } = await given({ ...copy, executionType: "drill" });
    expect([failure, effects]).toEqual([undefined, []]);
  });
});
