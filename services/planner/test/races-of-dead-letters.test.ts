/** Race tests, each by its name: messages that come back from a dead-letter queue when the world has moved on. */
import type { EventLog } from "@dr/event-log";
import type { TaskSpec } from "@dr/events";
import { describe, expect, test } from "vitest";
import { given, keys, other } from "./delivery.ts";
import { task, wave } from "./plans.ts";
import { count, expectOneEnd, running } from "./racing.ts";
import { alice, completed, createWorld, type World } from "./world.ts";

const DAY_MS = 86_400_000;

/** Two waves run; the answer of the first one's task could not be recorded and lies in the dead-letter queue. */
async function answerSetAside(overrides: Partial<TaskSpec>, neighbours: readonly TaskSpec[] = []) {
  const log = { isDown: false };
  const wrapLog = (inner: EventLog): EventLog => ({
    ...inner,
    append: (request) => (log.isDown ? Promise.reject(new Error("throttled")) : inner.append(request)),
  });
  const world = createWorld({ wrapLog });
  await running(world, [wave(1, [task("a", overrides), ...neighbours]), wave(2, [task("b")])]);
  const asked = world.operation("exec-1", "a");
  const message = completed(asked);
  log.isDown = true;
  for (let receive = 1; receive <= 5; receive += 1) expect(await world.facts([message])).toEqual(given("m1"));
  log.isDown = false;
  return { world, asked, message, before: (await world.types("exec-1")).length };
}

/** Delivers one message, redriven or new; resolves to the types of the events that followed. */
async function deliver(world: World, message: unknown): Promise<readonly string[]> {
  const before = (await world.types("exec-1")).length;
  expect(await world.facts([message])).toEqual(given());
  return world.types("exec-1", before);
}

function ignored(reason: string, asked: ReturnType<World["operation"]>) {
  return [{ type: "OperationResultIgnored", data: { ...asked, reportedType: "TechnologyCompleted", reason } }];
}

describe("DLQ redrive after a day", () => {
  test("of an answer that is still waited for: the task is completed once, whatever comes after it", async () => {
    const { world, asked, message, before } = await answerSetAside({ timeoutSeconds: 172_800 });
    world.clock.advance(DAY_MS);
    await world.newPlanner().sweep(world.run);
    expect(await world.types("exec-1", before)).toEqual(["TechnologyRetryRequested"]);
    expect(world.operation("exec-1", "a").operationId).toBe(asked.operationId);
    expect(await deliver(world, message)).toEqual(["TechnologyCompleted", "WaveCompleted", "WaveStarted"]);
    expect(world.commits.at(-1)?.recordedAt).toBe("2026-11-24T04:00:00.000Z");
    expect(await deliver(world, message)).toEqual([]);
    expect(await deliver(world, completed(asked))).toEqual([]);
    expect(world.telemetry.counts.get("FactWithoutEffect")).toBe(2);
  });

  test("of an answer whose task timed out: it is noted, once, and nothing else", async () => {
    const { world, asked, message, before } = await answerSetAside({ timeoutSeconds: 600 });
    world.clock.advance(DAY_MS);
    await world.newPlanner().sweep(world.run);
    expect(await world.types("exec-1", before)).toEqual(["TechnologyCancelRequested", "TechnologyFailed", "WaveFailed", "ExecutionFailed"]);
    expect(await deliver(world, message)).toEqual(["OperationResultIgnored"]);
    expect(world.commits.at(-1)?.events).toMatchObject(ignored("execution_ended", asked));
    expect(await deliver(world, message)).toEqual([]);
    const { waves, failure } = await world.state("exec-1");
    expect([waves[0]?.tasks[0]?.status, waves[0]?.tasks[0]?.failure?.code, failure?.code]).toEqual([
      "failed",
      "task.timed_out",
      "execution.wave_failed",
    ]);
  });

  test("of attempt 1's answer when attempt 2 has completed: it is noted, and the wave that runs does not notice", async () => {
    const { world, asked, message } = await answerSetAside({ timeoutSeconds: 600 }, [task("side", { timeoutSeconds: 172_800 })]);
    world.clock.advance(DAY_MS);
    await world.newPlanner().sweep(world.run);
    const reason = "the network is back";
    await world.command("exec-1", { type: "RetryTask", taskId: "a", reason, now: world.clock.nowIso(), actor: alice });
    const second = world.operation("exec-1", "a");
    expect([asked.attempt, second.attempt]).toEqual([1, 2]);
    expect(await deliver(world, completed(second))).toEqual(["TechnologyCompleted"]);
    expect(await deliver(world, completed(world.operation("exec-1", "side")))).toEqual([
      "TechnologyCompleted",
      "WaveCompleted",
      "WaveStarted",
    ]);
    const [, underWay] = (await world.state("exec-1")).waves;
    expect(await deliver(world, message)).toEqual(["OperationResultIgnored"]);
    expect(world.commits.at(-1)?.events).toMatchObject(ignored("stale_attempt", asked));
    expect((await world.state("exec-1")).waves[1]).toEqual(underWay);
    expect(await deliver(world, completed(world.operation("exec-1", "b")))).toEqual([
      "TechnologyCompleted",
      "WaveCompleted",
      "ExecutionCompleted",
    ]);
  });

  test("of an answer whose execution was cancelled: it is noted, and the execution stays cancelled", async () => {
    const { world, asked, message } = await answerSetAside({});
    await world.command("exec-1", { type: "CancelExecution", reason: "stop", now: world.clock.nowIso(), actor: alice });
    world.clock.advance(DAY_MS);
    await world.newPlanner().sweep(world.run);
    expectOneEnd(await world.types("exec-1"), "ExecutionCancelled");
    expect(await deliver(world, message)).toEqual(["OperationResultIgnored"]);
    expect(world.commits.at(-1)?.events).toMatchObject(ignored("execution_ended", asked));
    expectOneEnd(await world.types("exec-1"), "ExecutionCancelled");
  });

  test("of an answer that the adapter gave again meanwhile: nothing is recorded", async () => {
    const { world, asked, message } = await answerSetAside({ timeoutSeconds: 172_800 });
    expect(await deliver(world, completed(asked))).toEqual(["TechnologyCompleted", "WaveCompleted", "WaveStarted"]);
    world.clock.advance(DAY_MS);
    expect(await deliver(world, message)).toEqual([]);
    expect(world.telemetry.counts.get("FactWithoutEffect{type=TechnologyCompleted}")).toBe(1);
  });

  test("of a request and an end that were overtaken: what another execution holds by now stays its own", async () => {
    const world = createWorld();
    const of = other("p");
    await world.savePlan(of);
    await world.start("exec-1", of);
    await world.facts([completed(world.operation("exec-1", "t"))]);
    const aside = world.published
      .filter(({ subject, type }) => subject === "exec-1" && (type === "ExecutionRequested" || type === "ExecutionCompleted"))
      .map((detail) => ({ id: "bus", source: detail.source, "detail-type": detail.type, detail }));
    expect(aside).toHaveLength(2);
    world.clock.advance(DAY_MS);
    await world.start("exec-2", of);
    const held = ["PLAN#p", "RES#rds-cluster:123456789012:eu-central-1:cluster-p", "SLOTS"];
    expect(await keys(world, "exec-2")).toEqual(held);
    const before = world.commits.length;
    expect(await world.logEvents(aside)).toEqual(given());
    expect([world.commits.length, await keys(world, "exec-1"), await keys(world, "exec-2")]).toEqual([before, [], held]);
    expect(count(await world.types("exec-1"), "ExecutionPlanned")).toBe(1);
  });
});
