/** Given lamps, when something is taken back, or asked for again after that: what the kit does beyond the conformance suite. */
import { describe, expect, test } from "vitest";
import { closing, given } from "./given-lamps.ts";

describe("taking back", () => {
  test("what cannot be taken back says so", async () => {
    const run = given({ a: "off" }, { operation: "burn" });
    const original = run.request();
    await run.run();
    const rollback = run.request({ type: "TechnologyRollbackRequested", undoes: original });
    await run.run();
    expect(run.outcomeOf(rollback)).toBe("TechnologyFailed task.irreversible");
  });

  test("what had no effect is taken back at once, even if it could not be", async () => {
    const run = given({ a: "on" }, { operation: "burn" });
    const original = run.request();
    await run.run();
    const rollback = run.request({ type: "TechnologyRollbackRequested", undoes: original });
    await run.run();
    expect(run.outcomeOf(rollback)).toBe("TechnologyCompleted");
    expect(run.world.effects()).toEqual([]);
  });

  test("only what was done is taken back", async () => {
    const run = given({ a: "on", b: "off" });
    const original = run.request();
    await run.run();
    const rollback = run.request({ type: "TechnologyRollbackRequested", undoes: original });
    await run.run();
    expect(run.outcomeOf(rollback)).toBe("TechnologyCompleted");
    expect(run.world.effects()).toEqual(["toggle b", "toggle b"]);
  });

  test("an attempt after a rollback begins afresh", async () => {
    const run = given({ a: "off" });
    const original = run.request();
    await run.run();
    run.request({ type: "TechnologyRollbackRequested", undoes: original });
    await run.run();
    const again = run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    expect(run.outcomeOf(again)).toBe("TechnologyCompleted");
    expect(run.world.effects()).toEqual(["toggle a", "toggle a", "toggle a"]);
  });

  test("an attempt after a rollback begins afresh, also where the attempt that it names never arrived", async () => {
    const run = given({ a: "off" });
    const first = run.request();
    await run.run();
    const lost = run.operationIdOf(2);
    const rollback = run.request({
      type: "TechnologyRollbackRequested",
      attempt: 2,
      undoes: lost,
      task: { undoesEarlier: [first] },
    });
    await run.run();
    const again = run.request({ attempt: 3, type: "TechnologyRetryRequested" });
    await run.run();
    expect([rollback, again].map((id) => run.outcomeOf(id))).toEqual(["TechnologyCompleted", "TechnologyCompleted"]);
    expect(run.world.effects()).toEqual(["toggle a", "toggle a", "toggle a"]);
  });

  test("an attempt that meets a rollback at work begins when that has ended, and not from what it took back", async () => {
    const run = given({ a: "off" });
    const first = run.request();
    await run.run();
    const rollback = run.request({ type: "TechnologyRollbackRequested", undoes: first });
    await run.run(6);
    expect(run.world.effects()).toEqual(["toggle a", "toggle a"]);
    const again = run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run(1);
    expect([rollback, again].map((id) => run.outcomeOf(id))).toEqual([undefined, undefined]);
    await run.run();
    expect([rollback, again].map((id) => run.outcomeOf(id))).toEqual(["TechnologyCompleted", "TechnologyCompleted"]);
    expect(run.world.effects()).toEqual(["toggle a", "toggle a", "toggle a"]);
  });

  test("an attempt that waits for a rollback at work can be stopped", async () => {
    const run = given({ a: "off" });
    const first = run.request();
    await run.run();
    run.request({ type: "TechnologyRollbackRequested", undoes: first });
    await run.run(6);
    const again = run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run(1);
    run.request({ attempt: 2, type: "TechnologyCancelRequested" });
    await run.run(1);
    expect(run.outcomeOf(again)).toBe("TechnologyFailed task.cancelled");
    await run.run();
    expect(run.world.effects()).toEqual(["toggle a", "toggle a"]);
  });

  test("what an earlier attempt completed is done again if somebody undid it since, and told as what it is", async () => {
    const run = given({ a: "off", b: "off" });
    run.request();
    await run.run();
    const ours = closing(run).result.resources.find(({ resource }) => resource === "a");
    await run.world.createClients((port) => port).lamps.toggle("b");
    run.clock.advance(300_000);
    const again = run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    expect(run.outcomeOf(again)).toBe("TechnologyCompleted");
    expect(run.world.effects()).toEqual(["toggle a", "toggle b", "toggle b", "toggle b"]);
    const [first, second] = closing(run).result.resources.toSorted((one, other) => (one.resource < other.resource ? -1 : 1));
    expect(first).toEqual(ours);
    expect([second?.outcome, second?.warnings]).toEqual([
      "completed",
      ["an earlier attempt completed it, and it does not stand any more: steady"],
    ]);
  });

  test("a second rollback takes back what was done since the first", async () => {
    const run = given({ a: "off" });
    const first = run.request();
    await run.run();
    run.request({ type: "TechnologyRollbackRequested", undoes: first });
    await run.run();
    const second = run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    const rollback = run.request({ type: "TechnologyRollbackRequested", attempt: 2, undoes: second });
    await run.run();
    expect(run.outcomeOf(rollback)).toBe("TechnologyCompleted");
    expect(run.world.effects()).toEqual(["toggle a", "toggle a", "toggle a", "toggle a"]);
  });

  test("a rollback takes back what an earlier attempt did and the last one found done", async () => {
    const run = given({ a: "off" });
    const first = run.request();
    await run.run();
    run.request({ type: "TechnologyRollbackRequested", undoes: first, deadlineSeconds: -1 });
    await run.run();
    const second = run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    expect(run.world.effects()).toEqual(["toggle a"]);
    const rollback = run.request({ type: "TechnologyRollbackRequested", attempt: 2, undoes: second, task: { undoesEarlier: [first] } });
    await run.run();
    expect(run.outcomeOf(rollback)).toBe("TechnologyCompleted");
    expect(run.world.effects()).toEqual(["toggle a", "toggle a"]);
  });

  test("a rollback leaves alone what was taken back before and stands again by somebody else's hand", async () => {
    const run = given({ a: "off" });
    const first = run.request();
    await run.run();
    run.request({ type: "TechnologyRollbackRequested", undoes: first });
    await run.run();
    await run.world.createClients((port) => port).lamps.toggle("a");
    run.clock.advance(60_000);
    const second = run.request({ attempt: 2, type: "TechnologyRetryRequested" });
    await run.run();
    run.request({ type: "TechnologyRollbackRequested", attempt: 2, undoes: second, task: { undoesEarlier: [first] } });
    await run.run();
    expect(run.world.effects()).toEqual(["toggle a", "toggle a", "toggle a"]);
  });

  test("an operation without a cleanup has nothing to clean up, and says so at once", async () => {
    const run = given({ a: "off" }, { executionType: "drill" });
    const original = run.request();
    await run.run();
    const cleanup = run.request({ type: "TechnologyCleanupRequested", undoes: original });
    expect(await run.run()).toBe(1);
    expect(run.outcomeOf(cleanup)).toBe("TechnologyCompleted");
    expect(closing(run).result.leftovers).toEqual([]);
  });
});
