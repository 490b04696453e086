/** Given a recovery in another account, over real clients of STS and DRS, then: done in a session that tells the execution, or refused before anything is touched. */
import { connectedThrough, createClientsAt } from "@dr/adapter-kit";
import { createHarness } from "@dr/adapter-kit/testing";
import { createTestEstate } from "@dr/estate/testing";
import type { VirtualClock } from "@dr/runtime";
import { expect, test } from "vitest";
import { drsAdapter } from "../src/adapter.ts";
import { createDrsClients, type DrsClients } from "../src/clients.ts";
import { closing } from "./given-servers.ts";

const ACCOUNT = "210987654321";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/DR-Cross-Account-Target-Role`;
const SERVER = "s-00000000000000001";
const seed = {
  drs: { sourceServers: [{ id: SERVER, region: "us-west-2", originRegion: "us-east-1" }] },
  sts: { roles: [{ arn: ROLE, externalId: "right-id" }] },
};

interface Given {
  readonly externalId?: string;
  readonly regions?: readonly string[];
}

function given({ externalId = "right-id", regions = ["us-west-2"] }: Given = {}) {
  const estates: ReturnType<typeof createTestEstate>["estate"][] = [];
  const scenario = {
    name: "in another account",
    operation: "recovery",
    resources: { sourceServers: [SERVER] },
    mode: "unplanned" as const,
    effects: [],
    takesAtLeastSeconds: 1,
    createWorld: (clock: VirtualClock) => {
      const fixture = createTestEstate({ clock: clock.nowMs });
      fixture.estate.seed(seed);
      estates.push(fixture.estate);
      const { credentials, requestHandler } = fixture.sdkConfig();
      // us-east-1 is where the plan means by default, and it is gone: nothing of taking the role may go there.
      const env = { AWS_REGION: "us-west-2", DR_REGIONS: "us-east-1,us-west-2", DR_ACCOUNT_ID: "123456789012" };
      const clientsAt = createClientsAt<DrsClients>(
        { ...drsAdapter, createClients: createDrsClients },
        connectedThrough(env, { credentials, requestHandler, readAttempts: 1 }),
        { readAccount: async () => ({ roleArn: ROLE, externalId, regions }), clock },
      );
      return { clientsAt, createClients: () => clientsAt(undefined, "exec-1"), effects: () => [], touched: () => [] };
    },
  };
  const run = createHarness({ adapter: drsAdapter, mutations: [], scenarios: [scenario], invalidResources: {} }, scenario);
  return { run, estate: estates[0]! };
}

const inWest = { target: { accountId: ACCOUNT, region: "us-west-2" } };

test("it is done in the account's own role, in a session of the execution's name and source identity, though the plan's Region is lost", async () => {
  const { run, estate } = given();
  estate.faults.add({ kind: "region-down", region: "us-east-1" });
  run.request({ deadlineSeconds: 5_400, task: { ...inWest, config: { preExecutionChecks: false } } });
  await run.run();
  expect(run.facts().at(-1)?.type).toBe("TechnologyCompleted");
  const acted = estate.effects({ outcome: "applied" }).filter(({ service }) => service === "drs");
  expect(acted.map(({ action, session }) => [action, session])).toEqual([
    ["StartRecovery", { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/DR-Cross-Account-Target-Role/dr-exec-1`, sourceIdentity: "dr-exec-1" }],
  ]);
  const lent = estate.effects({ outcome: "applied" }).filter(({ action }) => action === "AssumeRole");
  expect(lent.length).toBeGreaterThan(1);
  expect(new Set(lent.map(({ region }) => region))).toEqual(new Set(["us-west-2"]));
  expect(lent[0]?.request).toMatchObject({ DurationSeconds: 900, RoleSessionName: "dr-exec-1", SourceIdentity: "dr-exec-1" });
});

test("a role that cannot be taken is named, with the trust that it would need, and nothing was touched", async () => {
  const { run, estate } = given({ externalId: "wrong-id" });
  run.request({ task: inWest });
  await run.run();
  const { failure } = closing(run);
  expect(failure).toMatchObject({ code: "task.role_refused", retryable: false });
  expect(failure?.message).toContain(ROLE);
  expect(JSON.stringify(failure)).toContain('"sts:SetSourceIdentity"');
  expect(JSON.stringify(run.facts())).not.toContain("wrong-id");
  expect(estate.effects({ outcome: "applied" })).toEqual([]);
});

test("a Region that the account does not allow is refused, and STS is not even asked", async () => {
  const { run, estate } = given({ regions: ["eu-west-1"] });
  run.request({ task: inWest });
  await run.run();
  expect(closing(run).failure?.code).toBe("task.region_not_allowed");
  expect(estate.effects()).toEqual([]);
});
