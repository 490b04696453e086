/** Given networks as they are, when others are wanted, then: what CloudFormation would do without a word is refused, and a drill leaves nothing. */
import { createHarness } from "@dr/adapter-kit/testing";
import type { SeedDocument } from "@dr/estate";
import type { TaskResult } from "@dr/events";
import { expect, test } from "vitest";
import { infraAdapter } from "../src/adapter.ts";
import { contains, overlap, parseCidr } from "../src/network/cidr.ts";
import { contentOf, logicalIdOf, subnetOf } from "../src/network/template.ts";
import { estateWorld } from "./estate-world.ts";
import { madeBefore, SHOP, SMALLER } from "./networks.ts";

type World = ReturnType<typeof estateWorld>;

interface Given {
  readonly stacks?: NonNullable<SeedDocument["cloudformation"]>["stacks"];
  readonly network?: Record<string, unknown>;
  readonly config?: Record<string, unknown>;
  readonly executionType?: "drill";
  readonly prepare?: (world: World) => void;
}

function given({ stacks = [], network = SHOP, config = {}, executionType, prepare }: Given) {
  const scenario = {
    name: "given",
    operation: "provision_network",
    resources: { networks: [network] },
    config: { region: "us-west-2", ...config },
    effects: [],
    takesAtLeastSeconds: 1,
    ...(executionType === undefined ? {} : { executionType }),
    createWorld: (clock: Parameters<typeof estateWorld>[0]) => {
      const world = estateWorld(clock, { cloudformation: { stacks } });
      prepare?.(world);
      return world;
    },
  };
  return createHarness({ adapter: infraAdapter, mutations: [], scenarios: [scenario], invalidResources: {} }, scenario);
}

async function run(what: Given) {
  const harness = given(what);
  harness.request({ deadlineSeconds: 1_800 });
  await harness.run();
  const told = harness.facts().at(-1)?.data as { failure?: { code: string; message: string }; result?: TaskResult };
  return {
    code: told.failure?.code,
    message: told.failure?.message,
    result: told.result,
    effects: harness.world.effects(),
    harness,
    estate: (harness.world as World).estate,
  };
}

test("a network is made as the plan says, and told by the names of the plan", async () => {
  const { result, estate } = await run({});
  const after = result?.resources.find(({ resource }) => resource === "network:shop")?.after;
  expect(after).toEqual({
    stack: "dr-network-shop",
    status: "CREATE_COMPLETE",
    vpcId: expect.stringMatching(/^vpc-/) as string,
    subnetIds: { "app-a": expect.stringMatching(/^subnet-/) as string, "app-b": expect.stringMatching(/^subnet-/) as string },
  });
  expect(estate.state().cloudformation.stacks).toMatchObject([
    { region: "us-west-2", name: "dr-network-shop", resources: { Vpc: { Properties: { CidrBlock: "10.1.0.0/16" } } } },
  ]);
});

test("a network that is there already is left alone", async () => {
  const { code, effects } = await run({ stacks: [madeBefore(SHOP)] });
  expect([code, effects]).toEqual([undefined, []]);
});

test("trap: a change that would replace the VPC or drop a subnet is refused by what its change set tells; nothing is executed", async () => {
  const moved = { ...SMALLER, cidr: "10.0.0.0/16", subnets: [{ ...SHOP.subnets[0], cidr: "10.0.1.0/24" }] };
  const { code, message, effects } = await run({ stacks: [madeBefore(SHOP)], network: moved });
  expect([code, effects]).toEqual(["infrastructure.network_replaced", ["CreateChangeSet dr-network-shop"]]);
  expect(message).toContain("would lose Vpc, Subnetappx2da, Subnetappx2db");
  const allowed = await run({ stacks: [madeBefore(SHOP)], network: SMALLER, config: { allowReplacement: true } });
  expect([allowed.code, allowed.effects]).toEqual([undefined, ["CreateChangeSet dr-network-shop", "ExecuteChangeSet dr-network-shop"]]);
});

test("trap: a stack whose creation failed takes no change set: it is told, with the reason of the resource that failed", async () => {
  const failed = await run({ prepare: ({ estate }) => estate.faults.add({ kind: "launch-failed", action: "ExecuteChangeSet" }) });
  expect(failed.code).toBe("infrastructure.stack_failed");
  expect(failed.message).toContain("dr-network-shop is ROLLBACK_COMPLETE");
  expect(failed.message).toContain("Vpc: Resource handler returned message");
  const { code, effects } = await run({ stacks: [{ ...madeBefore(SHOP), rolledBack: true }], network: SMALLER });
  expect([code, effects]).toEqual(["infrastructure.stack_rolled_back", []]);
});

test("a stack of the same name that somebody else made is not touched", async () => {
  const { code, effects } = await run({ stacks: [{ ...madeBefore(SHOP), tags: {} }] });
  expect([code, effects]).toEqual(["infrastructure.stack_foreign", []]);
});

test("a drill makes a network of its own beside the real one, and its clean-up removes that alone", async () => {
  const { code, harness, estate } = await run({ stacks: [madeBefore(SHOP)], executionType: "drill" });
  const names = () => estate.state().cloudformation.stacks.map(({ name }) => name);
  expect(code).toBeUndefined();
  expect(names()).toEqual(["dr-network-shop", expect.stringMatching(/^dr-network-shop-[0-9a-f]{12}$/)]);
  harness.request({ type: "TechnologyCleanupRequested" });
  await harness.run();
  const cleaned = harness.facts().at(-1);
  expect([cleaned?.type, names()]).toEqual(["TechnologyCompleted", ["dr-network-shop"]]);
  expect((cleaned?.data as { result?: TaskResult } | undefined)?.result?.leftovers).toEqual([]);
});

test.each([
  [{ ...SHOP, cidr: "10.1.0.5/16" }, "host bits"],
  [{ ...SHOP, subnets: [{ ...SHOP.subnets[0], cidr: "10.2.0.0/24" }] }, "within the addresses of the VPC"],
  [{ ...SHOP, subnets: [SHOP.subnets[0], { ...SHOP.subnets[1], cidr: "10.1.1.128/25" }] }, "share no address"],
])("addresses that cannot be are refused before anything is asked %#", async (network, message) => {
  const answer = await run({ network });
  expect([answer.code, answer.effects]).toEqual(["task.invalid_input", []]);
  expect(answer.message).toContain(message);
});

test("a zone of another Region is refused, by name", async () => {
  const { code, message } = await run({ config: { region: "eu-west-1" } });
  expect([code, message?.includes("us-west-2a")]).toEqual(["infrastructure.zone_elsewhere", true]);
});

test("no two subnets are one resource, and a resource tells which subnet it is", () => {
  const names = ["a-b", "ax2db", "ax78b", "x", "a-x-b"];
  const subnets = names.map((name, index) => ({ name, cidr: `10.1.${index}.0/24`, availabilityZone: "us-west-2a" }));
  const { Resources } = JSON.parse(contentOf({ ...SHOP, subnets }).template) as { Resources: object };
  expect(Object.keys(Resources).map((id) => subnetOf(id))).toEqual([undefined, ...names]);
  expect(names.map((name) => logicalIdOf(name)).filter((id) => !/^[A-Za-z0-9]+$/.test(id))).toEqual([]);
});

test("blocks: what is in what, and what is none", () => {
  expect(["10.0.0.0/8", "10.0.0.0/33", "256.0.0.0/8", "10.0.0.1/8", "0.0.0.0/0"].map((text) => parseCidr(text)?.bits)).toEqual([
    8,
    undefined,
    undefined,
    undefined,
    0,
  ]);
  expect([contains("10.0.0.0/8", "10.255.255.0/24"), contains("10.0.0.0/24", "10.0.1.0/24"), contains("x", "10.0.0.0/8")]).toEqual([
    true,
    false,
    false,
  ]);
  expect([overlap(["10.0.0.0/24", "10.0.1.0/24"]), overlap(["10.0.0.0/24", "10.0.0.128/25"])]).toEqual([false, true]);
});
