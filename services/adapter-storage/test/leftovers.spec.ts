/** Given drills that make something, with faults and deaths by seed, when they are cleaned up, then nothing of them is left. */
import { expect, test } from "vitest";
import { backupSeed, DISK, FILES, RESTORE_CONFIG, WINDOWS } from "./backup-world.ts";
import { ebsSeed, RESTORE, WEST_REGION } from "./ebs-world.ts";
import { begin, type Given } from "./given.ts";

const FAULTS = ["none", "throttled", "lost", "error_500_after_accept", "reset_after_accept"] as const;

const DRILLS: readonly Given[] = [
  { operation: "ebs_restore", seed: ebsSeed(), resources: RESTORE, config: WEST_REGION },
  { operation: "backup_restore", seed: backupSeed(), resources: { protectedResources: [DISK] }, config: RESTORE_CONFIG },
  { operation: "backup_restore", seed: backupSeed(), resources: { protectedResources: [FILES, WINDOWS] }, config: RESTORE_CONFIG },
];

test("100 drills with faults leave nothing behind", { timeout: 120_000 }, async () => {
  const left: string[] = [];
  const madeBy = DRILLS.map(() => 0);
  for (let seed = 0; seed < 100; seed += 1) {
    const mutations = [seed, seed * 7 + 1, seed * 3 + 2].map((draw) => FAULTS[draw % FAULTS.length] ?? "none");
    const hardship = { faults: { mutations, staleReadsForMs: (seed % 4) * 2_000 }, crashAtGate: 5 + (seed % 40) };
    const { run, world } = begin({ ...DRILLS[seed % DRILLS.length], executionType: "drill", hardship });
    const standing = (): number => {
      const { ec2, elasticfilesystem, fsx } = world.estate.state();
      return ec2.volumes.length + elasticfilesystem.fileSystems.length + fsx.fileSystems.length;
    };
    const before = standing();
    await run.run();
    const made = standing() - before;
    madeBy[seed % DRILLS.length]! += made;
    run.request({ type: "TechnologyCleanupRequested", undoes: run.operationIdOf(1) });
    await run.run();
    const { result } = run.facts().at(-1)!.data as { result?: { leftovers?: readonly string[] } };
    const leftovers = result?.leftovers ?? [];
    if (standing() !== before || leftovers.length > 0) left.push(`${seed}: made ${made}, told ${JSON.stringify(leftovers)}`);
  }
  expect(left).toEqual([]);
  expect(madeBy.filter((made) => made === 0)).toEqual([]);
});
