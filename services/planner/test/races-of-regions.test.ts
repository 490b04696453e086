/** Race tests, each by its name: a planner of a lost Region, and appends whose answer was lost. */
import { createCommandHandler, createLead, LEADERSHIP_STREAM, leadershipDecider, type EventLog } from "@dr/event-log";
import { describe, expect, test } from "vitest";
import { plan, task, wave } from "./plans.ts";
import { count, running, tellTo } from "./racing.ts";
import { alice, completed, createWorld, REGIONS, type World } from "./world.ts";

/** What the API of another Region does: it takes the lead, and each execution. */
async function takeOver(world: World, region: string, epoch: number): Promise<void> {
  const common = { log: world.log, clock: world.clock, newCommitId: world.newCommitId, jitter: () => 0 };
  const context = { actor: alice.principal, correlationId: "c", causationId: "takeover" };
  const leadership = createCommandHandler({ ...common, decider: leadershipDecider, toStreamId: () => LEADERSHIP_STREAM });
  await leadership.handle("platform", { epoch, region, reason: "the other is down", now: world.clock.nowIso() }, context);
  await world
    .newPlanner()
    .executions.handle(
      "exec-1",
      { type: "TakeOver", epoch, region, reason: "the other is down", now: world.clock.nowIso(), actor: alice },
      { ...context, epoch },
    );
}

describe("two planners, of which one led before", () => {
  const takenOver = async () => {
    const world = createWorld();
    await running(world, [wave(1, [task("a")]), wave(2, [task("b")])]);
    const stale = world.planner;
    const leader = world.newPlanner({
      lead: createLead({ log: world.memory, region: "us-west-2", regions: REGIONS, clock: world.clock }),
    });
    const asked = world.operation("exec-1", "a");
    await takeOver(world, "us-west-2", 1);
    return { world, stale, leader, asked };
  };

  test("outstanding work is asked again with the same operation id and the higher epoch", async () => {
    const { world, asked } = await takenOver();
    expect(world.operation("exec-1", "a").operationId).toBe(asked.operationId);
    expect(world.published.at(-1)).toMatchObject({ type: "TechnologyRetryRequested", epoch: 1 });
  });

  test("the stale planner, which read long ago that it leads, records nothing, acknowledges, and says so; the leader goes on", async () => {
    const { world, leader, asked } = await takenOver();
    const before = await world.types("exec-1");
    expect(await world.facts([completed(asked)])).toEqual({ batchItemFailures: [] });
    expect(await world.types("exec-1")).toEqual(before);
    expect(world.telemetry.counts.get("StaleEpoch")).toBe(1);
    await tellTo(world, leader, completed(asked));
    expect((await world.types("exec-1")).slice(-2)).toEqual(["WaveCompleted", "WaveStarted"]);
    expect(world.commits.at(-1)?.epoch).toBe(1);
  });

  test("both at once: the leader's word stands and nothing is doubled", async () => {
    const { world, stale, leader, asked } = await takenOver();
    await Promise.all([tellTo(world, stale, completed(asked)), tellTo(world, leader, completed(asked))]);
    const types = await world.types("exec-1");
    expect([count(types, "TechnologyCompleted"), count(types, "WaveStarted")]).toEqual([1, 2]);
  });

  test("a planner that stands by neither sweeps, ticks, plans nor admits", async () => {
    const { world, stale } = await takenOver();
    const before = await world.types("exec-1");
    world.clock.advance(86_400_000);
    expect(await world.planner.sweep(world.run)).toMatchObject({ looked: 0, standsBy: "us-west-2" });
    expect(await world.planner.reconcile(world.run)).toMatchObject({ streams: 0, standsBy: "us-west-2" });
    await stale.planExecution("exec-1", { correlationId: "c", causationId: "c", logger: world.telemetry.logger });
    expect(await world.types("exec-1")).toEqual(before);
    expect(world.telemetry.counts.get("StaleEpoch")).toBeUndefined();
  });

  test("a wrong take-over is taken back: the first Region goes on under the next epoch, and the other stands by", async () => {
    const { world, stale, leader, asked } = await takenOver();
    await takeOver(world, "us-east-1", 2);
    await tellTo(world, leader, completed(asked));
    expect((await world.types("exec-1")).at(-1)).toBe("TechnologyRetryRequested");
    await tellTo(world, stale, completed(asked));
    expect((await world.types("exec-1")).slice(-2)).toEqual(["WaveCompleted", "WaveStarted"]);
    expect(world.commits.at(-1)?.epoch).toBe(2);
  });

  test("an own Region that took the lead again loses no fact by a planner that remembers the epoch before", async () => {
    const world = createWorld();
    await running(world, [wave(1, [task("a")]), wave(2, [task("b")])]);
    const asked = world.operation("exec-1", "a");
    await takeOver(world, "us-east-1", 1);
    expect(await world.facts([completed(asked)])).toEqual({ batchItemFailures: [] });
    expect((await world.types("exec-1")).slice(-2)).toEqual(["WaveCompleted", "WaveStarted"]);
    expect([world.commits.at(-1)?.epoch, world.telemetry.counts.get("StaleEpoch")]).toEqual([1, undefined]);
  });
});

describe("append succeeded but the response was lost", () => {
  const losing = () => {
    const lost = { next: false };
    const wrapLog = (log: EventLog): EventLog => ({
      ...log,
      append: async (request) => {
        const answer = await log.append(request);
        if (!lost.next) return answer;
        lost.next = false;
        throw new Error("socket hang up");
      },
    });
    return { lost, wrapLog };
  };

  test("of a fact: the message comes again and is a duplicate", async () => {
    const { lost, wrapLog } = losing();
    const world = createWorld({ wrapLog });
    await running(world, [wave(1, [task("a")]), wave(2, [task("b")])]);
    const event = completed(world.operation("exec-1", "a"));
    lost.next = true;
    expect(await world.facts([event])).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] });
    expect(await world.facts([event])).toEqual({ batchItemFailures: [] });
    const types = await world.types("exec-1");
    expect([count(types, "TechnologyCompleted"), count(types, "WaveCompleted"), count(types, "WaveStarted")]).toEqual([1, 1, 2]);
  });

  test("of a plan: the repeat finds it planned, and one slot is held", async () => {
    const { lost, wrapLog } = losing();
    const world = createWorld({ wrapLog });
    const of = plan("p", [wave(1, [task("a")])]);
    await world.savePlan(of);
    await world.request("exec-1", of);
    const cause = { correlationId: "c", causationId: "c", logger: world.telemetry.logger };
    lost.next = true;
    await expect(world.planner.planExecution("exec-1", cause)).rejects.toThrow("socket hang up");
    await world.planner.planExecution("exec-1", cause);
    expect(count(await world.types("exec-1"), "WaveStarted")).toBe(1);
    expect((await world.leases.list()).filter(({ key }) => key === "SLOTS")).toHaveLength(1);
  });

  test("of a timer: the next sweep finds nothing to do", async () => {
    const { lost, wrapLog } = losing();
    const world = createWorld({ wrapLog });
    await running(world, [wave(1, [task("a", { heartbeatSeconds: 60 })])]);
    world.clock.advance(61_000);
    lost.next = true;
    expect(await world.planner.sweep(world.run)).toMatchObject({ failed: 1 });
    await world.planner.sweep(world.run);
    expect(count(await world.types("exec-1"), "TechnologyRetryRequested")).toBe(1);
  });

  test("of an admission: the execution keeps the slot that it runs in", async () => {
    const { lost, wrapLog } = losing();
    const world = createWorld({ wrapLog, maxConcurrentExecutions: 1 });
    for (const id of ["1", "2"]) {
      const of = plan(`p${id}`, [wave(1, [task(`t${id}`)])]);
      await world.savePlan(of);
      await world.start(`exec-${id}`, of);
    }
    await world.leases.release("exec-1");
    lost.next = true;
    await world.planner.sweep(world.run);
    expect((await world.state("exec-2")).status).toBe("executing");
    expect(await world.leases.slotHolders()).toEqual(["exec-2"]);
  });
});
