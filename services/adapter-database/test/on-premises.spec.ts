/** Given a database outside AWS, when it is moved, then: by the right command, proven by its own cluster, or refused before anything is sent. */
import { createHarness } from "@dr/adapter-kit/testing";
import type { Mode } from "@dr/events";
import type { VirtualClock } from "@dr/runtime";
import { expect, test } from "vitest";
import { databaseAdapter } from "../src/adapter.ts";
import { ownCommands, PRESETS } from "../src/on-premises/presets.ts";
import { createOnPremisesWorld, NODE, type Cluster } from "./on-premises-world.ts";

const members = [{ name: "pg-1" }, { name: "pg-2" }];
const billing = { name: "billing", node: NODE, target: "pg-2" };

interface Given {
  readonly cluster?: Cluster;
  readonly database?: Record<string, unknown>;
  readonly config?: Record<string, unknown>;
  readonly mode?: Mode;
  readonly executionType?: "drill" | "recovery";
  readonly environment?: string;
}

async function moved({
  cluster = { primary: "pg-1", members },
  database = billing,
  config = { preset: "patroni" },
  environment,
  ...rest
}: Given) {
  let world: ReturnType<typeof createOnPremisesWorld> | undefined;
  const createWorld = (clock: VirtualClock) => (world = createOnPremisesWorld(cluster, clock));
  const scenario = {
    name: "given",
    operation: "on_premises_failover",
    resources: { databases: [database] },
    config,
    effects: [],
    takesAtLeastSeconds: 1,
    createWorld,
    ...rest,
  };
  const run = createHarness({ adapter: databaseAdapter, mutations: [], scenarios: [scenario], invalidResources: {} }, scenario);
  run.request({ deadlineSeconds: 900, ...(environment === undefined ? {} : { environment }) });
  await run.run();
  const { failure, result } = run.facts().at(-1)!.data as {
    failure?: { code: string };
    result?: { resources: readonly Record<string, unknown>[] };
  };
  return {
    code: failure?.code,
    resource: result?.resources[0],
    effects: world!.effects(),
    commands: world!.commands(),
    payloads: world!.payloads(),
  };
}

test("planned it is a switchover that names both sides, and nothing is lost", async () => {
  const { effects, commands, resource } = await moved({});
  expect(effects).toEqual(["pg to pg-2"]);
  expect(commands).toContain(
    `curl -fsS -X POST -H 'Content-Type: application/json' -d '{"leader":"pg-1","candidate":"pg-2"}' http://localhost:8008/switchover`,
  );
  expect(resource).toMatchObject({ after: { primary: "pg-2", healthy: true }, rpo: { seconds: 0 } });
});

test("with the primary lost it is a failover, and a loss that nobody knows is unknown, not zero", async () => {
  const cluster = { primary: null, members: [{ name: "pg-2", lagSeconds: null }] };
  const { effects, commands, resource } = await moved({ cluster, mode: "unplanned" });
  expect(commands.filter((command) => command.includes("/failover"))).toHaveLength(1);
  expect(effects).toEqual(["pg to pg-2"]);
  expect(resource).toMatchObject({ rpo: { seconds: null, confidence: "unknown" } });
});

test("a function is told by name where the credentials of the environment stand, and nothing of them", async () => {
  const database = { name: "billing", function: "db-recovery-billing", target: "pg-2" };
  const secret = "dr-orchestration/production/database/billing";
  const secretsOf = async (given: Given) => (await moved({ database, config: {}, ...given })).payloads.map((one) => one.credentialsSecret);
  expect([...new Set(await secretsOf({ environment: "production" }))]).toEqual([secret]);
  expect([...new Set(await secretsOf({}))]).toEqual([undefined]);
});

test("a drill only looks", async () => {
  const { effects, resource } = await moved({ executionType: "drill" });
  expect([effects, resource?.["outcome"]]).toEqual([[], "skipped_in_drill"]);
});

test.each([
  ["a target that is no member", { database: { ...billing, target: "pg-9" } }, "database.unknown_target"],
  ["a switchover without a primary", { cluster: { primary: null, members } }, "database.switchover_needs_primary"],
  ["a node without commands", { config: {} }, "database.no_commands"],
  ["a name that is a command", { database: { ...billing, target: "pg-2; rm -rf /" } }, "task.invalid_input"],
  ["neither node nor function", { database: { name: "billing", target: "pg-2" } }, "task.invalid_input"],
  [
    "a target that never gets ready",
    { cluster: { primary: "pg-1", members: [{ name: "pg-1" }, { name: "pg-2", ready: false }] } },
    "task.timed_out",
  ],
] as const)("refused, and nothing is sent: %s", async (_name, given: Given, code) => {
  const ended = await moved(given);
  expect([ended.effects, ended.code]).toEqual([[], code]);
});

test("Data Guard's text is understood: roles, status, and a lag in words", () => {
  const text = `Configuration - shop\n  Members:\n  boston  - Primary database\n    chicago - Physical standby database\nConfiguration Status:\nSUCCESS   (status updated 45 seconds ago)\nDatabase - chicago\n  Apply Lag:          1 minute 5 seconds (computed 1 second ago)\n`;
  expect(PRESETS.data_guard.read(text)).toEqual({
    primary: "boston",
    healthy: true,
    members: [
      { name: "boston", ready: true, lagSeconds: 0 },
      { name: "chicago", ready: true, lagSeconds: 65 },
    ],
  });
});

test("InnoDB Cluster's status is understood, among other lines", () => {
  const status = {
    defaultReplicaSet: {
      primary: "db-1:3306",
      status: "OK",
      topology: {
        "db-1:3306": { memberRole: "PRIMARY", status: "ONLINE" },
        "db-2:3306": { memberRole: "SECONDARY", status: "ONLINE", replicationLag: "00:00:05.5" },
        "db-3:3306": { memberRole: "SECONDARY", status: "(MISSING)", replicationLag: null },
      },
    },
  };
  expect(PRESETS.innodb_cluster.read(`WARNING: a line\n${JSON.stringify(status)}\n`)).toEqual({
    primary: "db-1:3306",
    healthy: true,
    members: [
      { name: "db-1:3306", ready: true, lagSeconds: 0 },
      { name: "db-2:3306", ready: true, lagSeconds: 5.5 },
      { name: "db-3:3306", ready: false, lagSeconds: null },
    ],
  });
});

test.each(["patroni", "data_guard", "innodb_cluster"] as const)("%s: what prints nothing is no cluster without members", (preset) => {
  expect(() => PRESETS[preset].read("")).toThrow(/not as expected: the whole;/);
});

test("own commands print the contract as their last line; anything else is refused without being told", () => {
  const own = ownCommands({ status: "s", switchover: "w", failover: "f" });
  expect(own.read('hello\n{"primary":"a","members":[{"name":"a"}]}\n')).toEqual({
    primary: "a",
    healthy: true,
    members: [{ name: "a", ready: true, lagSeconds: null }],
  });
  expect(() => own.read("password=secret")).toThrow(/not as expected: primary, members;/);
});
