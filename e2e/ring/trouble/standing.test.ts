// Effects that stand: whatever became of their task, somebody says so, and says how to find out.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { appliedEffects, untilStatus } from "../../support/runtime.ts";
import { waitFor } from "../../support/wait-for.ts";
import { createTroubleWorld, failover, wave, type Body, type TroubleWorld } from "./world.ts";

let world: TroubleWorld;
beforeAll(async () => {
  world = await createTroubleWorld();
}, 60_000);
afterAll(() => world.stop());
afterEach(() => world.heal());

const launch = (servers: readonly string[], config: object = {}, more: object = {}): object => ({
  type: "drs",
  operation: "recovery",
  resources: { sourceServers: servers },
  config,
  retry: { maxAttempts: 1 },
  ...more,
});
const begin = async (planId: string, waves: readonly object[], more: object = {}): Promise<string> => {
  const saved = await world.save(planId, waves);
  expect([saved.status, saved.body.errors]).toEqual([201, undefined]);
  const started = await world.start(planId, more);
  expect([started.status, started.body.code]).toEqual([202, undefined]);
  return started.body.executionId;
};
const until = (executionId: string, status: string): Promise<Body> => untilStatus(world.runtime.as("DROperator"), executionId, [status]);
const taskOf = (view: Body): Body => view.waves[0].technologies[0];
const applied = async (act: string, name: string): Promise<number> =>
  (await appliedEffects(world.runtime.ready.endpoint)).filter(({ action, resources }) => action === act && resources.includes(name)).length;
const terminations = async (): Promise<number> =>
  (await appliedEffects(world.runtime.ready.endpoint)).filter(({ action }) => action === "TerminateRecoveryInstances").length;

describe("a launch that timed out with its instance running", () => {
  test("is listed with the server, what was done and how to check; a rollback on demand takes it back", async () => {
    await world.spoil({ kind: "unknown-enum", service: "ec2" });
    const executionId = await begin("late-launch", [wave(1, [launch(["s-11111111111111111"], { launchTimeout: 6 })])]);
    const view = await until(executionId, "failed");
    expect([view.failures.tasks[0].failure.code, view.manualInterventionRequired]).toEqual(["task.timed_out", true]);
    expect(view.unaccounted).toMatchObject([
      {
        taskId: "w1-drs",
        resource: "s-11111111111111111",
        why: expect.stringContaining("drs.recovery (execute) was sent at"),
        howToCheck: expect.stringContaining("aws drs describe-recovery-instances"),
      },
    ]);
    await world.heal();
    const answer = await world.ask("POST", `/executions/${executionId}/rollback`, { reason: "take it back" });
    expect([answer.status, answer.body.code]).toEqual([200, undefined]);
    const after = await until(executionId, "failed");
    expect([after.unaccounted, after.standingEffects, taskOf(after).status]).toEqual([[], [], "rolled_back"]);
    expect(await terminations()).toBe(1);
  });

  test("is rolled back at once where the policy says so", async () => {
    await world.spoil({ kind: "unknown-enum", service: "ec2" });
    const plan = [wave(1, [launch(["s-22222222222222222"], { launchTimeout: 6 })], { onFailure: "rollback" })];
    const executionId = await begin("late-rollback", plan);
    const view = await until(executionId, "failed");
    await world.heal();
    expect([view.rollback.blockedBy, view.unaccounted, taskOf(view).status]).toEqual([null, [], "rolled_back"]);
    expect(await terminations()).toBe(2);
  });
});

describe("a writer that moved", () => {
  test("before the task failed is listed as standing", async () => {
    // The service takes longer to answer than the task may take in all.
    await world.spoil({ kind: "delay", service: "rds", action: "FailoverDBCluster", delayMs: 4_000 });
    const task = failover({ clusters: ["moved"] }, { config: { failoverTimeout: 3 }, retry: { maxAttempts: 1 } });
    const executionId = await begin("moved-writer", [wave(1, [task])]);
    const view = await until(executionId, "failed");
    await world.heal();
    expect(await applied("FailoverDBCluster", "moved")).toBe(1);
    expect([view.failures.tasks[0].failure.code, view.manualInterventionRequired]).toEqual(["task.timed_out", true]);
    expect(view.unaccounted).toMatchObject([
      { resource: "cluster:moved", operation: "failover", howToCheck: expect.stringContaining("aws rds describe-db-clusters") },
    ]);
  });

  test("and shows a lasting working status is done", async () => {
    const code = "storage-optimization";
    await world.spoil({ kind: "unknown-enum", service: "rds", code });
    const executionId = await begin(code, [wave(1, [failover({ clusters: [code] })])]);
    const view = await until(executionId, "completed");
    await world.heal();
    const [resource] = taskOf(view).result.resources;
    expect([resource.outcome, resource.after.status, resource.warnings]).toEqual(["completed", code, []]);
  });

  test("is asked for only where every word is known: before that, an unknown one is waited for, and told", async () => {
    await world.spoil({ kind: "unknown-enum", service: "rds", code: "mending" });
    const task = failover({ clusters: ["mending"] }, { config: { failoverTimeout: 2 }, retry: { maxAttempts: 1 } });
    const executionId = await begin("mending", [wave(1, [task])]);
    const view = await until(executionId, "failed");
    await world.heal();
    const [{ failure }] = view.failures.tasks;
    expect([failure.code, failure.message]).toEqual(["task.timed_out", expect.stringContaining("mending")]);
    expect([await applied("FailoverDBCluster", "mending"), view.unaccounted]).toEqual([0, []]);
  });
});

const both = ["s-33333333333333333", "s-44444444444444444"];

describe("a task that is skipped while it is at work", () => {
  test("goes on at its adapter, and the run is degraded and says what may stand", async () => {
    await world.spoil({ kind: "unknown-enum", service: "ec2" });
    const executionId = await begin("skipped", [wave(1, [launch(both, { launchTimeout: 60 })])]);
    await waitFor("a launch", async () => ((await applied("StartRecovery", "s-33333333333333333")) > 0 ? true : undefined), {
      timeoutMs: 30_000,
    });
    const skip = await world.ask("POST", `/executions/${executionId}/tasks/w1-drs/skip`, { reason: "by hand" });
    expect(skip.status).toBe(200);
    const view = await until(executionId, "completed");
    expect([view.degraded, view.manualInterventionRequired, view.unaccounted.map(({ resource }: Body) => resource)]).toEqual([
      true,
      true,
      both,
    ]);
    await world.heal();
    await waitFor("the late word", async () => ((await until(executionId, "completed")).unaccounted.length === 0 ? true : undefined), {
      timeoutMs: 30_000,
    });
    const known = await until(executionId, "completed");
    expect([known.degraded, known.standingEffects.map(({ resource }: Body) => resource)]).toEqual([true, both]);
  });
});

describe("a rollback that cannot see its record", () => {
  test("is not called rolled back", async () => {
    const dns = {
      type: "infrastructure",
      operation: "dns_update",
      resources: {
        route53Records: [{ hostedZoneId: "Z0ROLLBACK", recordName: "0/25.z.example.com", recordType: "CNAME", newValue: "b.example.com" }],
      },
    };
    const executionId = await begin("unseen", [
      wave(1, [dns]),
      wave(2, [failover({ clusters: ["unseen"] }, { retry: { maxAttempts: 1 } })], { onFailure: "rollback", pauseBeforeWave: true }),
    ]);
    // The record is written, and nothing goes on before both services are in trouble.
    await until(executionId, "paused");
    await world.spoil({ kind: "error-before", service: "rds", action: "FailoverDBCluster", code: "InvalidParameterValue" });
    await world.spoil({ kind: "error-before", service: "route53", action: "ListResourceRecordSets", code: "AccessDenied", message: "no" });
    expect((await world.ask("PUT", `/executions/${executionId}/resume`, {})).status).toBe(200);
    const view = await until(executionId, "failed");
    await world.heal();
    expect(view.rollback.blockedBy).toEqual({ taskId: "w1-infrastructure", reason: "Z0ROLLBACK: no" });
    expect([taskOf(view).status, view.manualInterventionRequired]).toEqual(["failed", true]);
    expect(view.standingEffects).toMatchObject([{ taskId: "w1-infrastructure", resource: "Z0ROLLBACK", operation: "dns_update" }]);
  });
});
