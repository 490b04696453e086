/** Given replicated file systems, when they are failed over and back, then: asked where it is answered, nothing lost that need not be, nothing overwritten unasked. */
import { describe, expect, test } from "vitest";
import { EAST, efsSeed, PAIR, WEST } from "./efs-world.ts";
import { begin, ended, given, type Given } from "./given.ts";

const lost: Given["prepare"] = ({ estate }, clock) => {
  estate.faults.add({ kind: "region-down", region: "us-east-1", service: "elasticfilesystem" });
  clock.advance(100_000);
};
const back = { operation: "efs_failback", seed: efsSeed(null), config: { acceptOverwrite: true } } satisfies Given;

describe("an EFS failover", () => {
  test("planned waits until everything that was written has arrived, and loses nothing", async () => {
    const { failure, effects, results, world } = await given({});
    expect([failure, effects]).toEqual([undefined, [`TagResource ${WEST}`, `DeleteReplicationConfiguration ${EAST}`]]);
    expect(results[`release:${WEST}`]).toMatchObject({
      after: { activeFileSystem: WEST, protection: "ENABLED", failoverTime: expect.any(Number) },
      reversible: false,
    });
    expect(world.estate.state().elasticfilesystem).toMatchObject({
      fileSystems: [
        { id: EAST, writable: true },
        { id: WEST, writable: true },
      ],
      replications: [],
    });
  });

  test("unplanned is asked in the surviving Region alone, and the age of the copy is the loss", async () => {
    const { failure, effects, results } = await given({ mode: "unplanned", prepare: lost });
    expect([failure, effects]).toEqual([undefined, [`TagResource ${WEST}`, `DeleteReplicationConfiguration ${EAST} here alone`]]);
    const { rpo, dataLoss } = results[`release:${WEST}`]!;
    expect(rpo).toMatchObject({ method: "last_replicated_timestamp", confidence: "estimate" });
    // 60 s behind when the Region was lost, 100 s ago; a poll later at most.
    expect(rpo.seconds).toBeGreaterThanOrEqual(160);
    expect(rpo.seconds).toBeLessThanOrEqual(160 + 30);
    expect(dataLoss).toEqual({ possible: true, seconds: rpo.seconds });
  });

  test("is not done before the protection says that the destination is written: a replication that is gone is not enough", async () => {
    const { results } = await given({ mode: "unplanned", prepare: lost });
    expect(results[`release:${WEST}`]!.after).toMatchObject({ protection: "ENABLED" });
    const hung = await given({
      deadlineSeconds: 600,
      prepare: ({ estate }) => estate.faults.add({ kind: "never-completes", resource: EAST }),
    });
    expect([hung.failure?.code, hung.effects.length]).toEqual(["task.timed_out", 2]);
  });

  test("warns that files under way are in lost+found, and that nothing is protected until a failback", async () => {
    const { results } = await given({ mode: "unplanned", prepare: lost });
    const { warnings } = results[`release:${WEST}`]!;
    expect(warnings.some((warning) => warning.includes("efs-replication-lost+found"))).toBe(true);
    expect(warnings.some((warning) => warning.includes("nothing is protected"))).toBe(true);
  });

  test("of what somebody let go already does nothing, and says so; a drill refuses a pair that is no copy", async () => {
    const { failure, effects, results } = await given({ seed: efsSeed(null) });
    expect([failure, effects, results[`release:${WEST}`]!.outcome]).toEqual([undefined, [], "noop"]);
    const drill = await given({ seed: efsSeed(null), executionType: "drill" });
    expect([drill.failure?.code, drill.effects]).toEqual(["storage.not_replicated", []]);
  });

  test.each([
    ["a destination in another Region", { resources: { ...PAIR, destinationRegion: "eu-west-1" } }, "storage.no_file_system"],
    ["a destination without mount targets", { seed: efsSeed({}, { west: { mountTargets: 0 } }) }, "storage.no_mount_targets"],
    ["a replication that is paused", { seed: efsSeed({ paused: true }) }, "storage.replication_stopped"],
    [
      "a pair that is replicated the other way",
      { seed: efsSeed({ source: WEST, sourceRegion: "us-west-2", destination: EAST, destinationRegion: "us-east-1" }) },
      "storage.other_source",
    ],
  ] satisfies [string, Given, string][])("is refused for %s, before anything is touched", async (_name, more, code) => {
    const { failure, effects } = await given(more);
    expect([failure?.code, effects]).toEqual([code, []]);
  });

  test.each([
    [
      "planned, with the source's Region lost, lets nothing go: what was written last never arrives",
      "us-east-1",
      "planned",
      /us-east-1 does not answer|s old/,
    ],
    [
      "whose destination's Region is lost waits, and names who does not answer",
      "us-west-2",
      "unplanned",
      /elasticfilesystem in us-west-2 does not answer/,
    ],
  ] as const)("%s", async (_name, region, mode, told) => {
    const prepare: Given["prepare"] = ({ estate }) => estate.faults.add({ kind: "region-down", region });
    const { failure, effects } = await given({ mode, prepare, deadlineSeconds: 600 });
    expect([failure?.code, effects]).toEqual(["task.timed_out", []]);
    expect(failure?.message).toMatch(told);
  });

  test("in a drill only looks, and says what it would let go", async () => {
    const { failure, effects, results } = await given({ executionType: "drill" });
    expect([failure, effects, results[`release:${WEST}`]!.outcome]).toEqual([undefined, [], "skipped_in_drill"]);
  });

  test("whose limit is passed is refused when unplanned, and its limit may stand under validation", async () => {
    const refused = await given({ mode: "unplanned", prepare: lost, validation: { replicationLagThreshold: "30s" } });
    expect([refused.failure?.code, refused.effects]).toEqual(["storage.lag_exceeded", []]);
    const allowed = await given({ mode: "unplanned", prepare: lost, validation: { replicationLagThreshold: "15m" } });
    expect(allowed.failure).toBeUndefined();
  });
});

describe("an EFS failback", () => {
  test("needs a yes to what it overwrites", async () => {
    const { failure, effects } = await given({ ...back, config: {} });
    expect([failure?.code, effects]).toEqual(["task.invalid_input", []]);
  });

  test("after a failover without the source removes what that left there first: it would keep every other replication out", async () => {
    const { failure, effects, results } = await given({ ...back, seed: efsSeed({ givenUp: true }) });
    expect([failure, effects.slice(0, 3)]).toEqual([
      undefined,
      [
        `DeleteReplicationConfiguration ${EAST} here alone`,
        `UpdateFileSystemProtection ${EAST} DISABLED`,
        `CreateReplicationConfiguration ${WEST}`,
      ],
    ]);
    expect(results[`release:${WEST}`]!.after).toMatchObject({ activeFileSystem: EAST });
  });

  test("finds that state after a failover without the source", async () => {
    const { run, world } = begin({ mode: "unplanned", prepare: lost });
    await run.run();
    expect(ended(run).failure).toBeUndefined();
    const { fileSystems, replications } = world.estate.state().elasticfilesystem;
    expect([fileSystems.map(({ writable }) => writable), replications.map(({ source }) => source)]).toEqual([[true, true], [EAST]]);
  });

  test("says that what only the source had is lost, and that there is no way back from it", async () => {
    const { failure, results } = await given(back);
    expect(failure).toBeUndefined();
    expect(results[`reverse:${WEST}`]).toMatchObject({
      reversible: false,
      dataLoss: { possible: true },
      warnings: expect.arrayContaining([`${EAST} has lost what only it had`]),
    });
  });

  test("once the source is written again, no later attempt replicates over it", async () => {
    const stop: Given["prepare"] = ({ estate }) =>
      estate.faults.add({ kind: "error-before", action: "UpdateFileSystemProtection", resource: WEST, code: "BadRequest" });
    const { run, world } = begin({ ...back, prepare: stop });
    await run.run();
    expect(ended(run).failure?.code).toBe("aws.invalid");
    world.estate.faults.clear();
    const before = run.world.effects().length;
    run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    expect([ended(run).failure, run.world.effects().slice(before)]).toEqual([
      undefined,
      [`UpdateFileSystemProtection ${WEST} DISABLED`, `CreateReplicationConfiguration ${EAST}`],
    ]);
  });

  describe("as a new execution after one that failed once the source was let go", () => {
    const SINCE = { "dr:active-since": "2026-11-23T03:00:00.000Z" };
    const BEFORE = { "dr:active-since": "2026-11-22T03:00:00.000Z" };
    const sourceIsWritten = efsSeed(null, { east: { tags: SINCE }, west: { tags: BEFORE } });

    test("does not replicate over the source, which is written again, and says what to do", async () => {
      const { failure, effects } = await given({ ...back, seed: sourceIsWritten });
      expect([failure?.code, effects]).toEqual(["storage.is_active", []]);
      expect(failure?.message).toContain("configure_replication protects it");
    });

    test("does so where the plan says that what it has may be lost", async () => {
      const { failure } = await given({ ...back, seed: sourceIsWritten, config: { acceptOverwrite: true, overwriteActive: true } });
      expect(failure).toBeUndefined();
    });

    test("finds the mark that the failed one left before it let the source go", async () => {
      const stop: Given["prepare"] = ({ estate }) =>
        estate.faults.add({ kind: "error-before", action: "UpdateFileSystemProtection", resource: WEST, code: "BadRequest" });
      const { world } = await given({ ...back, prepare: stop });
      const { fileSystems } = world.estate.state().elasticfilesystem;
      expect(fileSystems.map(({ id, tags }) => [id, "dr:active-since" in tags])).toEqual([
        [EAST, true],
        [WEST, false],
      ]);
    });

    test("nor does configure_replication replicate over a destination that clients were led to", async () => {
      const seed = efsSeed(null, { west: { tags: SINCE } });
      const { failure, effects } = await given({ ...back, operation: "configure_replication", seed });
      expect([failure?.code, effects]).toEqual(["storage.is_active", []]);
    });
  });

  test.each([
    ["while a side is lost", { mode: "unplanned" }, "storage.needs_both"],
    ["without the source", { resources: { ...PAIR, sourceRegion: "eu-west-1" } }, "storage.no_file_system"],
  ] satisfies [string, Given, string][])("is refused %s, before anything is touched", async (_name, more, code) => {
    const { failure, effects } = await given({ ...back, ...more });
    expect([failure?.code, effects]).toEqual([code, []]);
  });

  test("is refused where the destination is replicated elsewhere: a file system has one replication", async () => {
    const other = "fs-0cccccccccccccccc";
    const seed = efsSeed({ source: WEST, sourceRegion: "us-west-2", destination: other, destinationRegion: "eu-west-1" });
    const { failure, effects } = await given({ ...back, seed });
    expect([failure?.code, effects]).toEqual(["storage.other_replication", []]);
  });
});

describe("a file system by its ARN", () => {
  const arn = (region: string, id: string) => `arn:aws:elasticfilesystem:${region}:123456789012:file-system/${id}`;

  test("is the one of its id", async () => {
    const fileSystems = [{ source: arn("us-east-1", EAST), destination: arn("us-west-2", WEST) }];
    const { failure, effects } = await given({ resources: { fileSystems } });
    expect([failure, effects]).toEqual([undefined, [`TagResource ${WEST}`, `DeleteReplicationConfiguration ${EAST}`]]);
  });

  test.each([
    ["destination", { source: EAST, destination: arn("eu-west-1", WEST) }],
    ["source", { source: arn("eu-west-1", EAST), destination: WEST }],
  ])("of another Region than that of the %s is refused", async (end, pair) => {
    const { failure, effects } = await given({ resources: { fileSystems: [pair] } });
    expect([failure?.code, failure?.message.includes(`${end}Region`), effects]).toEqual(["storage.other_region", true, []]);
  });
});

describe("configure_replication", () => {
  const configure = { operation: "configure_replication", seed: efsSeed(null), config: { acceptOverwrite: true } } satisfies Given;

  test("takes the protection away first, and a failover finds the pair", async () => {
    const { failure, effects } = await given(configure);
    expect([failure, effects]).toEqual([
      undefined,
      [`UpdateFileSystemProtection ${WEST} DISABLED`, `CreateReplicationConfiguration ${EAST}`],
    ]);
  });

  test.each([
    ["in a drill only looks", { executionType: "drill" }, undefined],
    ["is refused while a Region is lost", { mode: "unplanned" }, "storage.needs_both"],
  ] satisfies [string, Given, string | undefined][])("%s", async (_name, more, code) => {
    const { failure, effects } = await given({ ...configure, ...more });
    expect([failure?.code, effects]).toEqual([code, []]);
  });
});
