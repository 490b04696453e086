/** Given one lamp under two names in two executions, then: only one of them switches it, whoever dies in between. */
import { describe, expect, test } from "vitest";
import { defineAdapter, type LedgerLock, type Operation } from "../src/index.ts";
import { createHarness, type Hardship } from "../src/testing/index.ts";
import { createFakeLamps, lampAdapter, type LampClients } from "./lamp.ts";

/** `alias:a` and `a` are one lamp; no name tells that, only a read. */
const realName = (name: string) => name.replace(/^alias:/, "");
const named = (operation: Operation<LampClients>): Operation<LampClients> => ({
  ...operation,
  prepare: async (context, name) => {
    const prepared = await operation.prepare(context, realName(name));
    return prepared.state === "ready" ? { ...prepared, pre: { ...(prepared.pre as object), lamp: realName(name) } } : prepared;
  },
  act: (context, name, pre) => operation.act(context, realName(name), pre),
  poll: (context, name, pre, handle) => operation.poll(context, realName(name), pre, handle),
  discover: (context, name, pre) => operation.discover(context, realName(name), pre),
  identityOf: (pre) => `lamp:::${(pre as { lamp: string }).lamp}`,
});
const switchOn = lampAdapter.operations["switch_on"] as Operation<LampClients>;

/** Like a launch, it never finds its work done: a second one replaces the first. */
const launch: Operation<LampClients> = {
  ...switchOn,
  drill: { kind: "isolated_copy" },
  cleanup: cleanUpOf(switchOn),
  prepare: async (context, name) => {
    const { on } = await context.clients.lamps.read(realName(name));
    return { state: "ready", pre: { on } };
  },
};

/** Switches off what a drill switched on, by whatever name. */
function cleanUpOf({ rollback }: Operation<LampClients>): NonNullable<Operation<LampClients>["cleanup"]> {
  if (!rollback) throw new Error("a lamp can be switched off");
  return {
    prepare: (context, name) => rollback.prepare(context, realName(name)),
    act: (context, name, pre) => rollback.act(context, realName(name), pre),
    poll: (context, name, pre, handle) => rollback.poll(context, realName(name), pre, handle),
    discover: (context, name, pre) => rollback.discover(context, realName(name), pre),
  };
}

const adapter = defineAdapter<LampClients>({
  ...lampAdapter,
  operations: {
    switch_on: named(switchOn),
    launch: named(launch),
  },
});

function given(hardship: Hardship = {}) {
  const scenario = {
    name: "given",
    operation: "switch_on",
    resources: { lamps: ["a"] },
    effects: [],
    takesAtLeastSeconds: 30,
    createWorld: (clock: Parameters<typeof createFakeLamps>[1]) => createFakeLamps({ a: "off", b: "off" }, clock),
  };
  const subject = { adapter, mutations: ["toggle"], scenarios: [scenario], invalidResources: {} };
  const run = createHarness(subject, scenario, hardship);
  const ask = (executionId: string, ...lamps: readonly string[]) => run.request({ executionId, task: { resources: { lamps } } });
  const drill = (executionId: string, lamp: string) =>
    run.request({ executionId, executionType: "drill", task: { operation: "launch", resources: { lamps: [lamp] } } });
  const cleanUp = (executionId: string, lamp: string, undoes: string) =>
    run.request({
      type: "TechnologyCleanupRequested",
      executionId,
      executionType: "drill",
      undoes,
      task: { operation: "launch", resources: { lamps: [lamp] } },
    });
  const failureOf = (operationId: string) =>
    run.facts().find(({ type, data }) => type === "TechnologyFailed" && data["operationId"] === operationId)?.data["failure"];
  return { run, ask, drill, cleanUp, failureOf };
}

describe("one thing under two names", () => {
  test("is acted on by one of two executions; the other touches nothing, and says who has it", async () => {
    const { run, ask, failureOf } = given();
    const first = ask("exec-1", "a");
    const second = ask("exec-2", "alias:a");
    await run.run();
    expect(run.world.effects()).toEqual(["toggle a"]);
    expect(run.outcomeOf(first)).toBe("TechnologyCompleted");
    expect(failureOf(second)).toMatchObject({
      code: "task.resource_taken",
      message:
        "alias:a: it is lamp:::a, on which task w1-task of execution exec-1 is at work, since 2026-11-23T04:00:00.000Z, until 2026-11-23T06:00:00.000Z at the latest; redrive this execution when that one is over, or end it first: PUT /executions/exec-1/cancel",
      retryable: false,
    });
  });

  test.each([1, 2])("whichever gate a worker dies at, in deliveries of %i", async (deliveries) => {
    const gates = await gatesOf(deliveries);
    for (let crashAt = 1; crashAt <= gates; crashAt += deliveries) {
      const { run, ask } = given({ deliveries, crashAtGate: crashAt });
      ask("exec-1", "a");
      ask("exec-2", "alias:a");
      await run.run();
      expect(run.world.effects(), `dies at ${crashAt}`).toEqual(["toggle a"]);
    }
  });

  test("keeps nothing else of the task from being done", async () => {
    const { run, ask } = given();
    ask("exec-1", "a");
    ask("exec-2", "b", "alias:a");
    await run.run();
    expect(run.world.effects()).toEqual(["toggle a", "toggle b"]);
  });

  test("is free again once the operation has ended", async () => {
    const { run, ask } = given();
    ask("exec-1", "a");
    await run.run();
    const later = ask("exec-2", "alias:a");
    await run.run();
    expect([run.outcomeOf(later), run.world.effects()]).toEqual(["TechnologyCompleted", ["toggle a"]]);
    expect(await run.ledger.takeLock(lock("exec-9"))).toBeUndefined();
  });

  test("is not free while a drill's launch stands: another drill is refused, until the first has cleaned up", async () => {
    const { run, drill, cleanUp, failureOf } = given();
    const first = drill("exec-1", "a");
    await run.run();
    const second = drill("exec-2", "alias:a");
    await run.run();
    expect(run.outcomeOf(first)).toBe("TechnologyCompleted");
    expect(failureOf(second)).toMatchObject({
      code: "task.resource_taken",
      message:
        "alias:a: it is lamp:::a, on which task w1-task of execution exec-1 has something standing that its drill did not clean up yet, since 2026-11-23T04:00:00.000Z, until 2026-11-24T06:00:00.000Z at the latest; redrive this execution when it is removed; GET /executions/exec-1/status tells where that clean-up stands",
      retryable: false,
    });
    expect(run.world.effects()).toEqual(["toggle a"]);
    cleanUp("exec-1", "a", first);
    await run.run();
    expect(run.world.effects()).toEqual(["toggle a", "toggle a"]);
    const third = drill("exec-3", "alias:a");
    await run.run();
    expect([run.outcomeOf(third), run.world.effects().length]).toEqual(["TechnologyCompleted", 3]);
  });

  test("a recovery goes before what a drill left standing", async () => {
    const { run, drill, ask } = given();
    drill("exec-1", "a");
    await run.run();
    const recovery = ask("exec-2", "alias:a");
    await run.run();
    expect(run.outcomeOf(recovery)).toBe("TechnologyCompleted");
  });

  test("a claim that outlived its operation, or its time, keeps nobody out; one that is open does", async () => {
    const dead = given();
    await dead.run.ledger.takeLock(lock("exec-0"));
    const taken = dead.ask("exec-2", "alias:a");
    await dead.run.run();
    expect(dead.run.outcomeOf(taken)).toBe("TechnologyCompleted");

    const { run, ask } = given();
    const stuck = ask("exec-1", "a");
    await run.run(10);
    run.setAside(); // nobody ever looks at it again
    expect(await run.ledger.takeLock(lock("exec-9"))).toMatchObject({ executionId: "exec-1", operationId: stuck });
    run.clock.advance(7_200_000);
    const after = ask("exec-4", "alias:a");
    await run.run();
    expect([run.outcomeOf(stuck), run.outcomeOf(after)]).toEqual([undefined, "TechnologyCompleted"]);
  });
});

function lock(executionId: string): LedgerLock {
  return { reference: "lamp:::a", executionId, taskId: "t", operationId: "none", until: "2026-12-31T00:00:00.000Z" };
}

async function gatesOf(deliveries: number): Promise<number> {
  const { run, ask } = given({ deliveries });
  ask("exec-1", "a");
  ask("exec-2", "alias:a");
  await run.run();
  return run.gates();
}
