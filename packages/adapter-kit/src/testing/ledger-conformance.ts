/** What every ledger has to guarantee; run on the memory twin and on DynamoDB. */
import { describe, expect, test } from "vitest";
import type { LedgerItem } from "../ledger/item.ts";
import type { Ledger, LedgerLock } from "../ledger/port.ts";

/** An open operation as a ledger stores it. */
export function ledgerItem(operationId: string, change: Partial<LedgerItem> = {}): LedgerItem {
  return {
    operationId,
    rev: 1,
    executionId: "exec-1",
    planId: "plan-1",
    waveNumber: 1,
    executionType: "recovery",
    mode: "unplanned",
    task: {
      taskId: "w1-database",
      operationId,
      phase: "execute",
      type: "database",
      operation: "failover",
      resources: { clusters: ["orders"] },
      config: {},
      validation: {},
      attempt: 1,
      deadlineAt: "2026-11-23T05:00:00.000Z",
      heartbeatSeconds: 60,
    },
    epoch: 0,
    correlationId: "correlation-1",
    causationId: "cause-1",
    status: "OPEN",
    createdAt: "2026-11-23T04:00:00.000Z",
    deadlineAt: "2026-11-23T05:00:00.000Z",
    steps: { "cluster:orders": { state: "PENDING", acts: 0, warnings: [], pre: { writer: null, nested: [{ tier: 1.5 }] } } },
    writtenBy: "creator",
    pollSeq: 0,
    ...change,
  };
}

/** Runs the suite; `current` gives the ledger when a test runs. Tests use ids of their own, so one ledger serves them all. */
export function ledgerConformance(current: () => Ledger): void {
  test("keeps what was put, and nothing is there before", async () => {
    const ledger = current();
    expect(await ledger.get("put-1")).toBeUndefined();
    expect(await ledger.create(ledgerItem("put-1"))).toBe(true);
    expect(await ledger.get("put-1")).toEqual(ledgerItem("put-1"));
  });

  test("keeps the order of the steps", async () => {
    const { steps } = ledgerItem("any");
    const [step] = Object.values(steps);
    const names = ["m", "z", "a", "i-9", "b"];
    const item = { ...ledgerItem("op-ordered"), steps: Object.fromEntries(names.map((name) => [name, step!])) };
    const ledger = current();
    await ledger.create(item);
    expect(Object.keys((await ledger.get("op-ordered"))?.steps ?? {})).toEqual(names);
    await ledger.save(item);
    expect(Object.keys((await ledger.get("op-ordered"))?.steps ?? {})).toEqual(names);
  });

  test("creates once: of many at the same time one wins", async () => {
    const ledger = current();
    const owners = Array.from({ length: 10 }, (_, index) => `owner-${index}`);
    const created = await Promise.all(owners.map((writtenBy) => ledger.create(ledgerItem("race-1", { writtenBy }))));
    expect(created.filter(Boolean)).toHaveLength(1);
    expect((await ledger.get("race-1"))?.writtenBy).toBe(owners[created.indexOf(true)]);
  });

  test("saves at the known revision only", async () => {
    const ledger = current();
    await ledger.create(ledgerItem("save-1"));
    const saved = await ledger.save(ledgerItem("save-1", { pollSeq: 1 }));
    expect(saved.rev).toBe(2);
    await expect(ledger.save(ledgerItem("save-1", { pollSeq: 9, writtenBy: "other" }))).rejects.toMatchObject({
      code: "ledger.conflict",
      retryable: true,
    });
    expect(await ledger.get("save-1")).toEqual(ledgerItem("save-1", { rev: 2, pollSeq: 1 }));
  });

  describe("locks", () => {
    const lockOf = (reference: string, executionId: string, change: Partial<LedgerLock> = {}): LedgerLock => {
      const operationId = `${executionId}-operation`;
      return { reference, executionId, taskId: "t", operationId, until: "2026-11-23T05:00:00.000Z", ...change };
    };

    test("of many at the same time one has it; the others hear who", async () => {
      const ledger = current();
      const locks = ["a", "b", "c", "d"].map((execution) => lockOf("lock-1", execution));
      const answers = await Promise.all(locks.map((lock) => ledger.takeLock(lock)));
      const winner = locks[answers.indexOf(undefined)];
      expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
      expect(answers.filter((answer) => answer !== undefined)).toEqual([winner, winner, winner]);
    });

    test("the same task takes it again with another operation, another task of the execution does not", async () => {
      const ledger = current();
      const first = lockOf("lock-2", "a");
      const second = { ...first, operationId: "second" };
      expect([await ledger.takeLock(first), await ledger.takeLock(second)]).toEqual([undefined, undefined]);
      expect(await ledger.takeLock(lockOf("lock-2", "a", { taskId: "other" }))).toEqual(second);
    });

    test("one that is given back is free; nobody gives back what another has", async () => {
      const ledger = current();
      await ledger.takeLock(lockOf("lock-3", "a"));
      await ledger.releaseLock(lockOf("lock-3", "b"));
      expect(await ledger.takeLock(lockOf("lock-3", "b"))).toEqual(lockOf("lock-3", "a"));
      await ledger.releaseLock(lockOf("lock-3", "a"));
      await ledger.releaseLock(lockOf("lock-3", "a"));
      expect(await ledger.takeLock(lockOf("lock-3", "b"))).toBeUndefined();
    });

    test("is taken from the operation that is named, and from no other", async () => {
      const ledger = current();
      await ledger.takeLock(lockOf("lock-4", "a"));
      expect(await ledger.takeLock(lockOf("lock-4", "b"), "another")).toEqual(lockOf("lock-4", "a"));
      expect(await ledger.takeLock(lockOf("lock-4", "b"), "a-operation")).toBeUndefined();
    });
  });

  test("of many that read the same, one writes", async () => {
    const ledger = current();
    await ledger.create(ledgerItem("over-1"));
    const writers = ["a", "b", "c", "d"];
    const written = await Promise.allSettled(writers.map((writtenBy) => ledger.save(ledgerItem("over-1", { writtenBy }))));
    const winner = written.findIndex(({ status }) => status === "fulfilled");
    expect(written.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await ledger.get("over-1")).toMatchObject({ writtenBy: writers[winner], rev: 2 });
  });

  test("keeps the pace of each operation", async () => {
    const ledger = current();
    expect(await ledger.readPaces("pace-a")).toEqual({});
    await ledger.writePaces("pace-a", { cluster: 30 });
    await ledger.writePaces("pace-a", { cluster: 24.5, instance: 70 });
    expect([await ledger.readPaces("pace-a"), await ledger.readPaces("pace-b")]).toEqual([{ cluster: 24.5, instance: 70 }, {}]);
  });

  test("remembers the highest epoch of each execution", async () => {
    const ledger = current();
    expect(await ledger.raiseEpoch("exec-a", 0)).toBe(0);
    expect(await ledger.raiseEpoch("exec-a", 3)).toBe(3);
    expect(await ledger.raiseEpoch("exec-a", 2)).toBe(3);
    expect(await ledger.raiseEpoch("exec-a", 3)).toBe(3);
    expect(await ledger.raiseEpoch("exec-b", 1)).toBe(1);
  });

  test("registers operations under their task, each once", async () => {
    const ledger = current();
    const first = { operationId: "op-1", phase: "execute", attempt: 1 } as const;
    const undo = { operationId: "op-2", phase: "rollback", attempt: 1, undoes: "op-1", undoesEarlier: ["op-0", "op-00"] } as const;
    expect(await ledger.register("exec-r", "task-1", first)).toEqual({ members: [first], wasKnown: false });
    expect((await ledger.register("exec-r", "task-1", undo)).wasKnown).toBe(false);
    const { members, wasKnown } = await ledger.register("exec-r", "task-1", first);
    expect(members.toSorted((left, right) => left.operationId.localeCompare(right.operationId))).toEqual([first, undo]);
    expect(wasKnown).toBe(true);
    expect(await ledger.register("exec-r", "task-2", first)).toEqual({ members: [first], wasKnown: false });
  });

  test("of operations that are registered together each is told of those before it, and only of those", async () => {
    const ledger = current();
    const members = ["op-1", "op-2", "op-3"].map((operationId, index) => ({ operationId, phase: "execute", attempt: index + 1 }) as const);
    const told = await Promise.all(members.map((member) => ledger.register("exec-t", "task-1", member)));
    expect(told.map((one) => one.members.length).toSorted((one, other) => one - other)).toEqual([1, 2, 3]);
    expect(told.map(({ wasKnown }) => wasKnown)).toEqual([false, false, false]);
  });
}
