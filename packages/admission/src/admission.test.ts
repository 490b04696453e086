import { executionDecider, type ExecutionState } from "@dr/domain";
import { createMemoryLeaseStore } from "@dr/event-log";
import { createVirtualClock } from "@dr/runtime";
import { describe, expect, test } from "vitest";
import { createAdmission } from "./admission.ts";
import { describeBlockers } from "./blockers.ts";
import { claimsOf, nextClaims } from "./claims.ts";
import { ABANDONED_AFTER_MS } from "./holders.ts";
import { describeWait, makeRoom, mayPreempt } from "./preemption.ts";

const scope = { account: "123456789012", region: "eu-central-1" };
const taskOn = (name: string, use: "acts" | "reads" = "acts") => ({
  type: "database",
  resources: { clusters: [name] },
  config: {},
  declared: { ...scope, names: [{ at: ["resources", "clusters", "[]"], kinds: ["rds-cluster" as const], use }] },
});
const on = (name: string, use: "acts" | "reads" = "acts") => claimsOf({ planId: name, force: true, tasks: [taskOn(name, use)] });

function createWorld(states: Readonly<Record<string, Partial<ExecutionState>>> = {}) {
  const clock = createVirtualClock("2026-11-23T04:00:00.000Z");
  const leases = createMemoryLeaseStore();
  const executions = {
    load: (id: string) =>
      Promise.resolve({
        state: { ...executionDecider.initialState, ...states[id] },
        head: { version: states[id] ? 1 : 0, hash: "" },
        epoch: 0,
        requests: 1,
      }),
  };
  let released = 0;
  const admission = createAdmission({ leases, executions, clock, onDeadReleased: () => (released += 1) });
  return { clock, leases, admission, released: () => released };
}
const running = (executionType: "drill" | "recovery"): Partial<ExecutionState> =>
  ({ status: "executing", request: { executionType }, deadlineAt: "2026-11-23T06:00:00.000Z" }) as unknown as Partial<ExecutionState>;

describe("admission", () => {
  test("one thing under two names is taken once, and the second hears who has it", async () => {
    const { admission } = createWorld({ first: running("recovery") });
    expect(await admission.reserve("first", on("Orders"))).toEqual([]);
    const arn = "arn:aws:rds:eu-central-1:123456789012:cluster:orders";
    const blocker = {
      key: "RES#rds-cluster:123456789012:eu-central-1:orders",
      executionId: "first",
      status: "executing",
      executionType: "recovery",
      since: "2026-11-23T04:00:00.000Z",
      until: "2026-11-23T06:00:00.000Z",
    };
    expect(await admission.reserve("second", on(arn))).toEqual([blocker]);
    expect(await admission.look("second", on(arn))).toEqual([blocker]);
    expect(await admission.look("first", on(arn))).toEqual([]);
    await admission.release("first", on("ORDERS"));
    expect(await admission.reserve("second", on(arn))).toEqual([]);
  });

  test("those who read run side by side, and keep those who act out", async () => {
    const { admission } = createWorld({ a: running("drill"), b: running("drill") });
    expect(await admission.reserve("a", on("orders", "reads"))).toEqual([]);
    expect(await admission.reserve("b", on("orders", "reads"))).toEqual([]);
    expect((await admission.reserve("c", on("orders"))).map(({ executionId }) => executionId)).toEqual(["a", "b"]);
  });

  test("the dead lose what they hold: those who ended at once, those who never began after five minutes", async () => {
    const { admission, clock, leases, released } = createWorld({ over: { status: "failed" } });
    await leases.take(
      on("a").map(({ key }) => key),
      "over",
      { takenAt: clock.nowIso() },
    );
    await leases.take(
      on("b").map(({ key }) => key),
      "never",
      { takenAt: clock.nowIso() },
    );
    expect(await admission.reserve("x", on("a"))).toEqual([]);
    expect(await admission.reserve("x", [...on("b"), ...on("c")])).toMatchObject([{ executionId: "never", status: "requested" }]);
    clock.advance(ABANDONED_AFTER_MS + 1);
    expect(await admission.reserve("x", [...on("b"), ...on("c")])).toEqual([]);
    expect(released()).toBe(2);
    expect(new Set((await leases.list()).map(({ holder }) => holder))).toEqual(new Set(["x"]));
  });
});

test("people hear of the plan first, else of every resource", () => {
  const blocker = { executionId: "e", status: "executing", executionType: "drill", since: "T0", until: "T1" } as const;
  const resource = { ...blocker, key: "RES#rds-cluster:1:r:orders" };
  expect(describeBlockers([resource, { ...blocker, key: "PLAN#p" }])).toMatchObject({
    code: "execution.plan_already_active",
    details: { executionId: "e", status: "in_progress", since: "T0", until: "T1" },
  });
  expect(describeBlockers([resource])).toEqual({
    code: "execution.resource_conflict",
    message: "rds-cluster orders in 1, r is in use by execution e, since T0, until T1 at the latest",
    retryable: false,
    details: {
      conflicts: [
        {
          text: "rds-cluster orders in 1, r",
          kind: "rds-cluster",
          resource: "orders",
          reference: "rds-cluster:1:r:orders",
          executionId: "e",
          status: "in_progress",
          since: "T0",
          until: "T1",
        },
      ],
    },
  });
});

test("people hear why a recovery waits, and whom it waits for, in few words", () => {
  const held = Array.from({ length: 5 }, (_, index) => ({
    key: `RES#rds-cluster:1:r:c${index}`,
    executionId: "d",
    status: "executing" as const,
    executionType: "drill" as const,
    since: "T0",
    until: index === 1 ? null : "T1",
  }));
  expect(describeWait(held)).toBe(
    "drill d has rds-cluster c0 in 1, r, since T0, until T1 at the latest; drill d has rds-cluster c1 in 1, r, since T0; drill d has rds-cluster c2 in 1, r, since T0, until T1 at the latest, and 2 more; a drill is cancelled for a recovery",
  );
});

test("who is the next is in the way of everybody who looks, and of those who want to be the next", async () => {
  const { admission } = createWorld({ drill: running("drill"), next: running("recovery") });
  await admission.reserve("drill", on("orders"));
  expect(await admission.reserve("next", nextClaims(on("orders")))).toEqual([]);
  const ahead = [
    {
      key: "NEXT#RES#rds-cluster:123456789012:eu-central-1:orders",
      executionId: "next",
      status: "executing",
      executionType: "recovery",
      since: "2026-11-23T04:00:00.000Z",
      until: "2026-11-23T06:00:00.000Z",
    },
  ];
  expect(await admission.reserve("third", nextClaims(on("Orders")))).toEqual(ahead);
  const inTheWay = await admission.look("third", on("orders"));
  expect(inTheWay.map(({ executionId }) => executionId)).toEqual(["drill", "next"]);
  expect(describeBlockers(inTheWay).message).toBe(
    "rds-cluster orders in 123456789012, eu-central-1 is in use by execution next, since 2026-11-23T04:00:00.000Z, until 2026-11-23T06:00:00.000Z at the latest",
  );
  await admission.release("drill", on("orders"));
  expect(await admission.reserve("next", on("orders"))).toEqual([]);
});

test("a recovery may have drills cancelled, unless its plan says no, or anybody else is in the way as well", () => {
  const by = (executionId: string, executionType: "drill" | "recovery" | null) => ({
    key: "k",
    executionId,
    status: "executing" as const,
    executionType,
    since: "T0",
    until: null,
  });
  expect(makeRoom([by("a", "drill"), by("b", "drill"), by("a", "drill")])).toEqual(["a", "b"]);
  expect([makeRoom([by("a", "drill"), by("b", "recovery")]), makeRoom([by("a", null)])]).toEqual([null, null]);
  const asked = (executionType: "drill" | "recovery", more: object = {}) => mayPreempt({ executionType, ...more });
  expect([asked("recovery"), asked("recovery", { preemptDrills: false }), asked("drill"), mayPreempt(null)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
