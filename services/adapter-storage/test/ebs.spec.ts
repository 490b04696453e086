/** Given instances with volumes and snapshots of them, when they are kept, copied and restored, then: one moment, the right snapshot, said honestly, nothing left running up costs. */
import { describe, expect, test } from "vitest";
import { DATA, ebsSeed, KEEP, NEW, OLD, RESTORE, ROOT, SERVER, STANDBY, WEST_REGION } from "./ebs-world.ts";
import { begin, ended, given, type Given } from "./given.ts";

const keep = { operation: "ebs_snapshot", seed: ebsSeed(), resources: KEEP } satisfies Given;
const restore = { operation: "ebs_restore", seed: ebsSeed(), resources: RESTORE, config: WEST_REGION } satisfies Given;
const from = (name: string, more: object = {}) => ({ volumes: [{ from: name, availabilityZone: "us-west-2a", ...more }] });

describe("a snapshot of an instance", () => {
  test("is one call for all its volumes, and each copy says which volume and which moment it shows", async () => {
    const { failure, effects, results, world } = await given(keep);
    expect([failure, effects]).toEqual([undefined, [`CreateSnapshots ${SERVER}`, `CopySnapshot ${ROOT}`, `CopySnapshot ${DATA}`]]);
    const kept = results[`keep:${SERVER}`]!.after["keptAt"];
    expect(results[`copy:${SERVER}`]!.after).toMatchObject({ keptAt: kept, snapshots: [expect.any(String), expect.any(String)] });
    const copies = world.estate
      .state()
      .ec2.snapshots.filter(({ region, tags }) => region === "us-west-2" && tags["dr:kept-at"] !== undefined);
    expect(copies.map(({ tags }) => [tags["dr:source-volume"], tags["dr:kept-at"]])).toEqual([
      [ROOT, kept],
      [DATA, kept],
    ]);
  });

  test("of an instance without volumes, or that is not there, is refused before anything is touched", async () => {
    const { failure, effects } = await given({ ...keep, seed: ebsSeed({ volumes: [] }) });
    expect([failure?.code, effects]).toEqual(["storage.no_volumes", []]);
  });

  test("that ends in an error fails with that word, and a new attempt takes others", async () => {
    const broken: Given["prepare"] = ({ estate }) =>
      estate.faults.add({ kind: "unknown-enum", action: "DescribeSnapshots", code: "error" });
    const { run, world } = begin({ ...keep, prepare: broken });
    await run.run();
    expect(ended(run).failure?.code).toBe("storage.snapshot_failed");
    world.estate.faults.clear();
    run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    expect(ended(run).failure).toBeUndefined();
  });

  test("is copied by the Region that the copy is for, whose key it gets", async () => {
    const { failure, world } = await given({ ...keep, config: { kmsKeyId: "alias/dr" } });
    const copies = world.estate
      .effects({ action: "CopySnapshot" })
      .map(({ region, request }): Record<string, unknown> => ({ region, ...(request as object) }));
    expect([failure, copies.map((copy) => [copy["region"], copy["SourceRegion"], copy["KmsKeyId"]])]).toEqual([
      undefined,
      [
        ["us-west-2", "us-east-1", "alias/dr"],
        ["us-west-2", "us-east-1", "alias/dr"],
      ],
    ]);
  });
});

describe("an instance by its ARN", () => {
  const arn = (region: string, id: string) => `arn:aws:ec2:${region}:123456789012:instance/${id}`;

  test("is kept, and takes a volume, as by its id", async () => {
    const kept = await given({ ...keep, resources: { ...KEEP, instanceIds: [arn("us-east-1", SERVER), SERVER] } });
    expect([kept.failure, kept.effects[0], kept.effects.length]).toEqual([undefined, `CreateSnapshots ${SERVER}`, 3]);
    const [volume] = RESTORE.volumes;
    const restored = await given({ ...restore, resources: { volumes: [{ ...volume!, instanceId: arn("us-west-2", STANDBY) }] } });
    expect([restored.failure, restored.effects]).toEqual([undefined, [`CreateVolume ${NEW}`, `AttachVolume ${STANDBY}`]]);
  });

  test("of another Region is refused, before anything is touched", async () => {
    const kept = await given({ ...keep, resources: { ...KEEP, instanceIds: [arn("eu-west-1", SERVER)] } });
    expect([kept.failure?.code, kept.effects]).toEqual(["storage.other_region", []]);
    const [volume] = RESTORE.volumes;
    const restored = await given({ ...restore, resources: { volumes: [{ ...volume!, instanceId: arn("us-east-1", STANDBY) }] } });
    expect([restored.failure?.code, restored.effects]).toEqual(["storage.other_region", []]);
  });
});

describe("a copy of snapshots", () => {
  test("that meets the limit of copies at one time waits for its turn, and copies each once", async () => {
    const prepare: Given["prepare"] = ({ estate }) =>
      estate.faults.add({ kind: "error-before", action: "CopySnapshot", code: "ResourceLimitExceeded", times: 3 });
    const { failure, effects } = await given({ ...keep, prepare });
    expect([failure, effects.filter((effect) => effect.startsWith("CopySnapshot")).length]).toEqual([undefined, 2]);
  });

  test.each([
    ["the instance's Region", "us-east-1", []],
    ["the copies' Region", "us-west-2", [`CreateSnapshots ${SERVER}`]],
  ])("with %s lost ends with who did not answer, and what was kept stays", async (_name, region, made) => {
    const prepare: Given["prepare"] = ({ estate }) => estate.faults.add({ kind: "region-down", region });
    const { failure, effects } = await given({ ...keep, prepare, deadlineSeconds: 900 });
    expect([failure?.code, effects]).toEqual(["task.timed_out", made]);
    expect(JSON.stringify(failure?.details)).toContain(`ec2 in ${region} does not answer`);
  });
});

describe("a volume of a snapshot", () => {
  test("without fast restore is said to be unhydrated, and the snapshot's age is the loss", async () => {
    const { failure, effects, results } = await given(restore);
    expect([failure, effects]).toEqual([undefined, [`CreateVolume ${NEW}`, `AttachVolume ${STANDBY}`]]);
    const { after, rpo, dataLoss, warnings } = results[`volume:${NEW}`]!;
    expect(after).toMatchObject({ hydrated: false, snapshot: NEW });
    expect(warnings.some((warning) => warning.includes("is unhydrated"))).toBe(true);
    expect(rpo).toMatchObject({ method: "snapshot_age", confidence: "estimate" });
    expect(rpo.seconds).toBeGreaterThanOrEqual(600);
    expect(rpo.seconds).toBeLessThanOrEqual(630);
    expect(dataLoss).toEqual({ possible: true, seconds: rpo.seconds });
    expect(results[`attach:${NEW}`]!.after).toMatchObject({ instance: STANDBY, device: "/dev/sdf" });
  });

  test("with fast restore is whole at once, and the costs end with it", async () => {
    const { failure, effects, results } = await given({ ...restore, config: { ...WEST_REGION, fastSnapshotRestore: true } });
    expect([failure, effects.slice(0, 2)]).toEqual([undefined, [`EnableFastSnapshotRestores ${NEW}`, `CreateVolume ${NEW}`]]);
    // Neither of these waits for the other.
    expect(effects.slice(2).toSorted()).toEqual([`AttachVolume ${STANDBY}`, `DisableFastSnapshotRestores ${NEW}`]);
    expect(results[`volume:${NEW}`]!.after).toMatchObject({ hydrated: true });
    expect(results[`slow:${NEW}`]!.after).toMatchObject({ fastSnapshotRestore: "off" });
  });

  test("fast restore that EC2 refuses in its answer, not by an error, fails", async () => {
    const { failure, effects } = await given({
      ...restore,
      config: { ...WEST_REGION, fastSnapshotRestore: true },
      deadlineSeconds: 600,
      prepare: ({ estate }) => estate.faults.add({ kind: "launch-failed", resource: NEW }),
    });
    expect([failure?.code, effects.includes(`CreateVolume ${NEW}`)]).toEqual(["storage.fast_restore_refused", false]);
  });

  test("a volume's name stands for its newest completed snapshot here", async () => {
    const { failure, results } = await given({ ...restore, resources: from(DATA) });
    expect([failure, results[`volume:${DATA}`]!.after["snapshot"]]).toEqual([undefined, NEW]);
    const older = await given({ ...restore, resources: from(OLD) });
    expect(older.results[`volume:${OLD}`]!.after["snapshot"]).toBe(OLD);
  });

  test.each([
    ["a snapshot of another Region", { config: { region: "eu-west-1" } }, "storage.no_snapshot"],
    ["a volume that nobody kept", { resources: from("vol-0ddddddddddddddd1") }, "storage.no_snapshot"],
    [
      "an instance in another zone",
      { resources: from(NEW, { availabilityZone: "us-west-2b", instanceId: STANDBY }) },
      "storage.other_zone",
    ],
    ["a zone of another Region", { resources: from(NEW, { availabilityZone: "us-east-1a" }) }, "storage.other_zone"],
    ["an instance that is not there", { resources: from(NEW, { instanceId: SERVER }) }, "storage.no_instance"],
    ["a device that is taken", { resources: from(NEW, { instanceId: STANDBY, device: "/dev/xvda" }) }, "storage.device_taken"],
    ["what is neither snapshot nor volume", { resources: from("orders") }, "task.invalid_input"],
  ] satisfies [string, Given, string][])("of %s is refused, before anything is touched", async (_name, more, code) => {
    const { failure, effects } = await given({ ...restore, ...more });
    expect([failure?.code, effects]).toEqual([code, []]);
  });

  test("in a drill is made and attached to nothing, and its cleanup leaves nothing", async () => {
    const { run, world } = begin({ ...restore, executionType: "drill" });
    await run.run();
    const drill = ended(run);
    expect([drill.failure, drill.results[`attach:${NEW}`]!.outcome]).toEqual([undefined, "skipped_in_drill"]);
    run.request({ type: "TechnologyCleanupRequested", undoes: run.operationIdOf(1) });
    await run.run();
    expect(run.world.effects()).toEqual([`CreateVolume ${NEW}`, `DeleteVolume ${NEW}`]);
    expect(world.estate.state().ec2.volumes.map(({ instanceId }) => instanceId)).not.toContain(null);
  });
});
