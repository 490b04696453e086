/** The projector on the log's stream: what a crash left out, duplicates, any order, poison. */
import { createMemoryHistoryStore } from "@dr/event-log";
import { lambdaContext, streamEvent } from "@dr/runtime/testing";
import { describe, expect, test } from "vitest";
import { createProjectorHandler } from "../src/projector-handler.ts";
import { plan, task, wave } from "./plans.ts";
import { alice, completed, createWorld, type World } from "./world.ts";

const simple = plan("p", [wave(1, [task("a")])]);
const given = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

/** Commits as items of the log's table. */
function itemsOf(world: World): readonly Record<string, unknown>[] {
  return world.commits.map(({ streamId, ...rest }) => ({ pk: streamId, sk: `C#${String(rest.firstVersion).padStart(12, "0")}`, ...rest }));
}

async function lagging(): Promise<{
  world: World;
  items: readonly Record<string, unknown>[];
  project: (items: readonly Record<string, unknown>[]) => Promise<unknown>;
}> {
  // Whoever appended crashed before it wrote the list item.
  const history = { ...createMemoryHistoryStore(), put: async () => Promise.reject(new Error("crash")) };
  const world = createWorld({ history });
  await world.savePlan(simple);
  await world.start("exec-1", simple);
  await world.facts([completed(world.operation("exec-1", "a"))]);
  return { world, items: itemsOf(world), project: async () => given() };
}

describe("projector", () => {
  const setUp = async () => {
    const { world, items } = await lagging();
    const history = createMemoryHistoryStore();
    const planner = world.newPlanner({ history });
    const handler = createProjectorHandler({ ...world, projectStream: planner.projectStream });
    return { world, items, history, project: (of: readonly Record<string, unknown>[]) => handler(streamEvent(of), lambdaContext()) };
  };

  test("writes the items that are missing", async () => {
    const { world, items, history, project } = await setUp();
    expect(await project(items)).toEqual(given());
    expect(await history.get("exec-1")).toMatchObject({
      ExecutionId: "exec-1",
      Status: "completed",
      version: (await world.types("exec-1")).length,
    });
    expect(await world.catalog.get("p")).toEqual({
      PlanId: "p",
      Name: "Plan p",
      Version: 1,
      PlanHash: expect.any(String),
      WaveCount: 1,
      TaskCount: 1,
      Deleted: false,
      UpdatedAt: "2026-11-23T04:00:00.000Z",
      version: 2,
    });
  });

  test("duplicates and any order lead to the same items", async () => {
    const { items, history, project } = await setUp();
    await project([...items, ...items].toReversed());
    const first = await history.get("exec-1");
    await project(items);
    expect(await history.get("exec-1")).toEqual(first);
    expect(first?.Status).toBe("completed");
  });

  test("an old record does not take a newer item back", async () => {
    const { items, history, project } = await setUp();
    await project(items);
    await project(items.slice(0, 2));
    expect((await history.get("exec-1"))?.Status).toBe("completed");
  });

  test("does not fold what is up to date", async () => {
    const { world, items, project } = await setUp();
    await project(items);
    world.telemetry.counts.has("ProjectionRepaired");
    const before = world.telemetry.counts.get("ProjectionRepaired");
    await project(items);
    expect(world.telemetry.counts.get("ProjectionRepaired")).toBe(before);
  });

  test("a record that is no commit is set aside with the reason", async () => {
    const { world, items, history, project } = await setUp();
    expect(await project([{ pk: "EXEC#exec-9", sk: "C#000000000001" }, ...items])).toEqual(given());
    expect(world.queue.messages.map(({ attributes }) => attributes?.["ErrorCode"])).toEqual(["log.malformed_record"]);
    expect((await history.get("exec-1"))?.Status).toBe("completed");
  });

  test("a deleted plan shows as deleted", async () => {
    const { world, items, project } = await setUp();
    await world.planner.plans.handle(
      "p",
      { type: "DeletePlan", now: world.clock.nowIso(), actor: alice },
      { actor: "a", correlationId: "c", causationId: "c" },
    );
    await project([...items, ...itemsOf(world).slice(-1)]);
    expect(await world.catalog.get("p")).toMatchObject({ Deleted: true, version: 3 });
  });

  test("a stream that cannot be read is given back and the others go on", async () => {
    const { world, items, history } = await setUp();
    const planner = world.newPlanner({
      history,
      log: {
        ...world.log,
        read: (id, options) => (id === "PLAN#p" ? Promise.reject(new Error("throttled")) : world.log.read(id, options)),
      },
    });
    const handler = createProjectorHandler({ ...world, projectStream: planner.projectStream });
    expect(await handler(streamEvent(items), lambdaContext())).toEqual(given("1"));
    expect((await history.get("exec-1"))?.Status).toBe("completed");
  });
});
