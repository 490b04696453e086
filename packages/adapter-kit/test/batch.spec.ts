/** Given servers that are launched by one request, when some of them fail, then: each has its own outcome, and a retry acts on those alone. */
import type { TaskResult } from "@dr/events";
import { describe, expect, test } from "vitest";
import { createHarness, type Hardship } from "../src/testing/index.ts";
import { createFakeFleet, fleetAdapter, type Fates } from "./fleet.ts";

function given(fates: Readonly<Record<string, Fates>>, hardship: Hardship = {}) {
  let world: ReturnType<typeof createFakeFleet> | undefined;
  const scenario = {
    name: "given",
    operation: "launch",
    resources: { servers: Object.keys(fates) },
    effects: [],
    takesAtLeastSeconds: 30,
    createWorld: (clock: Parameters<typeof createFakeFleet>[1]) => (world = createFakeFleet(fates, clock)),
  };
  const run = createHarness(
    { adapter: fleetAdapter, mutations: ["launch"], scenarios: [scenario], invalidResources: {} },
    scenario,
    hardship,
  );
  const attempt = async (number: number) => {
    const operationId = run.request({
      attempt: number,
      ...(number > 1 ? { type: "TechnologyRetryRequested" as const } : {}),
      deadlineSeconds: 600,
    });
    await run.run();
    const { result } = run.facts().at(-1)!.data as { result: TaskResult };
    return {
      outcome: run.outcomeOf(operationId),
      servers: Object.fromEntries(result.resources.map(({ resource, outcome }) => [resource, outcome])),
    };
  };
  return { run, attempt, world: world! };
}

/** How often each server was launched. */
function launches(effects: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const server of effects.flatMap((effect) => effect.slice("launch ".length).split(","))) counts[server] = (counts[server] ?? 0) + 1;
  return counts;
}

const FATES: readonly Fates[] = [[], ["fails"], ["fails", "fails"]];
const mixes = FATES.flatMap((a) => FATES.flatMap((b) => FATES.map((c) => ({ a, b, c }))));

describe("every mix of outcomes", () => {
  test.each(mixes)("$a $b $c: what succeeded is never launched again", async (fates) => {
    const { attempt, world } = given(fates);
    const failures = Math.max(...Object.values(fates).map(({ length }) => length));
    for (let number = 1; number <= failures + 1; number += 1) {
      const { outcome, servers } = await attempt(number);
      for (const [server, fate] of Object.entries(fates)) expect(servers[server]).toBe(fate.length >= number ? "failed" : "completed");
      expect(outcome).toBe(number > failures ? "TechnologyCompleted" : "TechnologyFailed fleet.launch_failed");
    }
    expect(launches(world.effects())).toEqual(Object.fromEntries(Object.entries(fates).map(([name, fate]) => [name, fate.length + 1])));
  });

  test.each(mixes.filter((_, index) => index % 5 === 0))("$a $b $c: the same when the answer to a launch is lost", async (fates) => {
    const { attempt, world } = given(fates, { faults: { mutations: ["reset_after_accept", "lost", "error_500_after_accept"] } });
    const failures = Math.max(...Object.values(fates).map(({ length }) => length));
    for (let number = 1; number <= failures + 1; number += 1) await attempt(number);
    expect(launches(world.effects())).toEqual(Object.fromEntries(Object.entries(fates).map(([name, fate]) => [name, fate.length + 1])));
  });
});

test("250 servers are three requests, and a look at all of them is one", async () => {
  const { attempt, world } = given(Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`s${index}`, []])));
  expect((await attempt(1)).outcome).toBe("TechnologyCompleted");
  expect(world.effects().map((effect) => effect.split(",").length)).toEqual([100, 100, 50]);
  expect(world.looks()).toBe(4);
});
