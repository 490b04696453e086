// Verdicts and reasons that are earned: what a run says of itself, and what its export says when somebody edits it.
import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { parseHeadKey } from "@dr/event-log";
import { verifyExecution } from "@dr/evidence";
import { untilStatus } from "../../support/runtime.ts";
import { createTroubleWorld, failover, wave, type Body, type TroubleWorld } from "./world.ts";

let world: TroubleWorld;
beforeAll(async () => {
  world = await createTroubleWorld();
}, 60_000);
afterAll(() => world.stop());
afterEach(() => world.heal());

const refusing = { kind: "error-before", service: "rds", action: "FailoverDBCluster", code: "InvalidParameterValue" };
const begin = async (planId: string, waves: readonly object[]): Promise<string> => {
  const saved = await world.save(planId, waves, { rtoSeconds: 3600, rpoSeconds: 60 });
  expect([saved.status, saved.body.errors]).toEqual([201, undefined]);
  return (await world.start(planId)).body.executionId;
};
const until = (executionId: string, status: string): Promise<Body> => untilStatus(world.runtime.as("DROperator"), executionId, [status]);
const on = (name: string): object => failover({ clusters: [name] }, { retry: { maxAttempts: 1 } });

describe("a run whose first wave failed", () => {
  test("under continue is degraded, and met nothing", async () => {
    await world.spoil({ ...refusing, resource: "go-1" });
    const executionId = await begin("go-on", [
      wave(1, [on("go-1")], { onFailure: "continue" }),
      wave(2, [on("go-2")], { dependencies: [] }),
    ]);
    const view = await until(executionId, "completed");
    expect([view.degraded, view.failedWaves, view.rto.verdict, view.rto.met, view.rpo.verdict]).toEqual([
      true,
      [1],
      "not_met",
      false,
      "not_met",
    ]);
    expect(view.exercised).toEqual({ effects: 1, of: 2, share: 0.5 });
  });

  test("counts as done only the waves that are", async () => {
    await world.spoil({ ...refusing, resource: "done-2" });
    const executionId = await begin("done", [wave(1, [on("done-1")]), wave(2, [on("done-2")]), wave(3, [on("done-3")])]);
    await until(executionId, "failed");
    const { executions } = (await world.ask("GET", "/executions?planId=done")).body;
    expect(executions[0].summary).toMatchObject({ wavesDone: 1, wavesFailed: 1, verdict: { rto: "not_met", rpo: "not_met" } });
  });
});

describe("an export", () => {
  test("is verified field by field: whoever edits one is told which", async () => {
    const executionId = await begin("edited", [wave(1, [on("edited")])]);
    await until(executionId, "completed");
    const exported = (await world.ask("GET", `/executions/${executionId}/export`)).body;
    const key = parseHeadKey(readFileSync(world.runtime.ready.exportKeyFile, "utf8"));
    const isInOrder = (text: object): boolean => verifyExecution(JSON.parse(JSON.stringify(text)), { key }).ok;
    expect(isInOrder(exported)).toBe(true);
    const edits: Readonly<Record<string, (copy: Body) => void>> = {
      status: (copy) => (copy.execution.status = "failed"),
      requestedBy: (copy) => (copy.execution.requestedBy = "somebody"),
      rto: (copy) => (copy.execution.rto.actualSeconds = 0.001),
      rpo: (copy) => (copy.execution.rpo.worst.seconds = 7),
      "wave name": (copy) => (copy.execution.waves[0].name = "another"),
      estate: (copy) => (copy.estate = "real"),
      exportedAt: (copy) => (copy.exportedAt = "2020-01-01T00:00:00.000Z"),
    };
    const found: Record<string, boolean> = {};
    for (const [name, edit] of Object.entries(edits)) {
      const copy = JSON.parse(JSON.stringify(exported));
      edit(copy);
      found[name] = !isInOrder(copy);
    }
    expect(found).toEqual(Object.fromEntries(Object.keys(edits).map((name) => [name, true])));
  });
});

describe("the reason", () => {
  test("of a refused batch is Route 53's own, at once, whatever words its text ends in", async () => {
    await world.spoil({
      kind: "error-before",
      service: "route53",
      action: "ChangeResourceRecordSets",
      code: "InvalidChangeBatch",
      message: "Tried to create an alias that targets lb.example.com., type A in zone Z0ALIAS, but the alias target name was not found",
    });
    const record = { hostedZoneId: "Z0REFUSED", recordName: "r.example.com", recordType: "CNAME", newValue: "b.example.com" };
    const executionId = await begin("not-found", [
      wave(1, [{ type: "infrastructure", operation: "dns_update", resources: { route53Records: [record] } }]),
    ]);
    const view = await until(executionId, "failed");
    const [{ failure }] = view.failures.tasks;
    expect([failure.retryable, failure.message]).toEqual([false, expect.stringContaining("the alias target name was not found")]);
    expect(await tried("ChangeResourceRecordSets")).toBe(1);
  });

  test("of a cluster that is stopped is that it is stopped, at once", async () => {
    const seed = await fetch(`${world.runtime.ready.endpoint}/_local/estate/seed`, {
      method: "POST",
      body: JSON.stringify({ rds: { clusters: [{ identifier: "asleep", status: "stopped" }] } }),
      headers: { "content-type": "application/json" },
    });
    expect(seed.status).toBeLessThan(300);
    const executionId = await begin("asleep", [wave(1, [failover({ clusters: ["asleep"] })])]);
    const view = await until(executionId, "failed");
    const [task] = view.waves[0].technologies;
    expect([view.failure.retryable, view.failure.message, task.failure.details.status]).toEqual([
      false,
      expect.stringContaining("asleep is stopped"),
      "stopped",
    ]);
    expect([task.attempt, task.effect]).toEqual([0, "none"]);
  });
});

async function tried(action: string): Promise<number> {
  const response = await fetch(`${world.runtime.ready.endpoint}/_local/estate/effects?action=${action}`);
  return ((await response.json()) as { effects: unknown[] }).effects.length;
}
