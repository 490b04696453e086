/** Given a recovered server, when it shall come home, then: step by step, each refused where the one before is missing. */
import { createHarness } from "@dr/adapter-kit/testing";
import type { TaskResult } from "@dr/events";
import { expect, test } from "vitest";
import { drsAdapter } from "../src/adapter.ts";
import { createEstateWorld, type EstateWorld } from "./estate-world.ts";
import { failbackSeed, HOME, RECOVERED, REVERSED, SERVER } from "./failback-seed.ts";

interface Asked {
  readonly operation: string;
  readonly seed?: Parameters<EstateWorld["estate"]["seed"]>[0];
  readonly config?: Record<string, unknown>;
  readonly mode?: "planned" | "unplanned";
  readonly executionType?: "drill" | "recovery";
  readonly servers?: readonly string[];
}

async function run({ operation, seed = failbackSeed(), config = {}, servers = [SERVER], ...way }: Asked) {
  const scenario = {
    name: "given",
    operation,
    resources: { sourceServers: servers },
    config,
    effects: [],
    takesAtLeastSeconds: 1,
    createWorld: (clock: Parameters<typeof createEstateWorld>[1]) => createEstateWorld(seed, clock),
    ...way,
  };
  const harness = createHarness({ adapter: drsAdapter, mutations: [], scenarios: [scenario], invalidResources: {} }, scenario);
  const operationId = harness.request({ deadlineSeconds: 20_000 });
  await harness.run();
  const told = () =>
    harness.facts().findLast(({ type }) => /^Technology(?:Completed|Failed)$/.test(type))?.data as {
      failure?: { code: string };
      result: TaskResult;
    };
  return {
    code: told().failure?.code,
    after: told().result.resources[0]?.after,
    effects: harness.world.effects(),
    again: async (type: "TechnologyRollbackRequested" | "TechnologyCleanupRequested") => {
      harness.request({ type, undoes: operationId });
      await harness.run();
      return { code: told().failure?.code, effects: harness.world.effects(), leftovers: told().result.leftovers };
    },
  };
}

const reversed = failbackSeed({ reversed: true });
const home = failbackSeed({ reversed: true, home: {} });

test("a recovered server is replicated back, and that is done when the first copy is complete", async () => {
  const { after, effects } = await run({ operation: "reverse_replication" });
  expect([after, effects]).toEqual([
    { replicatesTo: expect.stringMatching(/^s-/), region: "us-east-1", replicationState: "CONTINUOUS" },
    [`ReverseReplication ${RECOVERED}`],
  ]);
});

test("what is replicated back is launched at home, and rolled back there", async () => {
  const { code, after, again } = await run({ operation: "failback", seed: reversed });
  expect([code, after]).toEqual([
    undefined,
    expect.objectContaining({ isDrill: false, recoveredInstances: [expect.objectContaining({ status: "running" })] }),
  ]);
  const back = await again("TechnologyRollbackRequested");
  expect(back.code).toBeUndefined();
  expect(back.effects.map((effect) => effect.split(" ")[0])).toEqual(["StartRecovery", "TerminateRecoveryInstances"]);
});

test("a rehearsal of the failback launches drill instances, and its clean-up leaves nothing", async () => {
  const { after, again } = await run({ operation: "failback", seed: reversed, executionType: "drill" });
  expect(after).toMatchObject({ isDrill: true });
  expect(await again("TechnologyCleanupRequested")).toMatchObject({ code: undefined, leftovers: [] });
});

test.each([
  ["reverse_replication", { drs: { sourceServers: [{ id: SERVER, region: "us-west-2" }] } }, "drs.not_recovered"],
  ["reverse_replication", failbackSeed({ isDrill: true }), "drs.is_drill"],
  ["failback", failbackSeed(), "drs.not_reversed"],
  ["reprotect", reversed, "drs.not_recovered"],
  ["reprotect", failbackSeed({ reversed: true, home: { isDrill: true } }), "drs.is_drill"],
  ["terminate_recovered", reversed, "drs.live_instance"],
  ["terminate_recovered", failbackSeed({ reversed: true, home: { isDrill: true } }), "drs.live_instance"],
])("trap: %s before its time touches nothing", async (operation, seed, code) => {
  expect(await run({ operation, seed })).toMatchObject({ code, effects: [] });
});

test("after the failback protection is turned round, and what ran in the recovery Region is removed", async () => {
  expect((await run({ operation: "reprotect", seed: home })).effects).toEqual([`ReverseReplication ${HOME}`]);
  expect((await run({ operation: "terminate_recovered", seed: home })).effects).toEqual([`TerminateRecoveryInstances ${RECOVERED}`]);
  expect((await run({ operation: "failback", seed: reversed })).effects).toEqual([`StartRecovery ${REVERSED}`]);
});

test("trap: a server that is reversed already is not reversed again, it is waited for", async () => {
  expect(await run({ operation: "reverse_replication", seed: reversed })).toMatchObject({ code: undefined, effects: [] });
});

test("tags are not read in an origin that may be lost", async () => {
  const seed = {
    drs: { sourceServers: [{ id: SERVER, region: "us-west-2", originRegion: "us-east-1", awsInstanceId: HOME, tags: { Team: "old" } }] },
    ec2: { instances: [{ id: HOME, region: "us-east-1", tags: { Team: "billing", Other: "x" } }] },
  };
  expect(await run({ operation: "sync_tags", seed, mode: "unplanned" })).toMatchObject({ code: "drs.origin_needed", effects: [] });
  const { after, again } = await run({ operation: "sync_tags", seed, config: { tagKeys: ["Team"] } });
  expect(after).toEqual({ tags: { Team: "billing" } });
  expect((await again("TechnologyRollbackRequested")).effects).toEqual([`TagResource ${SERVER}`, `TagResource ${SERVER}`]);
  expect((await run({ operation: "sync_tags", seed, config: { tagKeys: ["Nobody"] } })).code).toBe("drs.no_tags");
});
