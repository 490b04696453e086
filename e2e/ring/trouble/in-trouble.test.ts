// Verdicts, words and next steps of executions in trouble, over HTTP.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { untilStatus } from "../../support/runtime.ts";
import { waitFor } from "../../support/wait-for.ts";
import { createTroubleWorld, failover, gate, wave, type Body, type TroubleWorld } from "./world.ts";

let world: TroubleWorld;
beforeAll(async () => {
  world = await createTroubleWorld(["--max-concurrent", "1"]);
}, 60_000);
afterAll(() => world.stop());

const operator = () => world.runtime.as("DROperator");
const statusOf = async (executionId: string): Promise<Body> => (await world.ask("GET", `/executions/${executionId}/status`)).body;
const begin = async (planId: string, waves: readonly object[], more: object = {}): Promise<string> => {
  const saved = await world.save(planId, waves, { rtoSeconds: 3600, rpoSeconds: 60 });
  expect([saved.status, saved.body.errors]).toEqual([201, undefined]);
  const started = await world.start(planId, more);
  expect([started.status, started.body.code]).toEqual([202, undefined]);
  return started.body.executionId;
};
/** Sends what the status offers to the caller. */
const take = async (executionId: string, action: string): Promise<Body> => {
  const { nextActions } = (await statusOf(executionId)).next;
  const step = nextActions.find((one: Body) => one.action === action && one.youMay);
  expect(step, `${action} among ${nextActions.map((one: Body) => one.action).join(", ")}`).toBeDefined();
  const answer = await world.ask(step.method, step.path.replace("/api/v1", ""), step.body ?? undefined);
  expect([action, answer.status]).toEqual([action, 200]);
  return answer.body;
};

describe("verdicts", () => {
  test("a drill in which nothing was exercised proves nothing", async () => {
    const executionId = await begin("idle-drill", [wave(1, [failover({ clusters: ["idle"] })])], { executionType: "drill" });
    const view: Body = await untilStatus(operator(), executionId, ["completed"]);
    expect([view.rto.verdict, view.rto.met, view.rpo.verdict, view.rpo.met]).toEqual(["not_proven", null, "not_proven", null]);
    expect(view.exercised).toEqual({ effects: 0, of: 1, share: 0 });
  });

  test("a run that failed met nothing, and a pause that a cancel ended counts in full", async () => {
    const executionId = await begin("paused-long", [wave(1, [failover({ clusters: ["paused-long"] })], gate)]);
    await untilStatus(operator(), executionId, ["paused"]);
    const since = Date.parse((await statusOf(executionId)).pause.since);
    await waitFor("two seconds of pause", async () => (Date.now() - since > 2_000 ? true : undefined), { timeoutMs: 10_000 });
    await take(executionId, "cancel");
    const view: Body = await untilStatus(operator(), executionId, ["cancelled"]);
    expect(view.rto.pausedSeconds).toBeGreaterThanOrEqual(2);
    expect([view.rto.verdict, view.waves[0].status]).toEqual(["not_proven", "pending"]);
  });
});

describe("the reason", () => {
  test("a refusal fails at once with the service's own code, on its first attempt", async () => {
    await world.spoil({ kind: "error-before", service: "rds", action: "FailoverDBCluster", code: "InvalidParameterValue" });
    const executionId = await begin("refused", [wave(1, [failover({ clusters: ["refused"] })])]);
    const view: Body = await untilStatus(operator(), executionId, ["failed"]);
    await world.heal();
    const [task] = view.failures.tasks;
    expect([task.failure.code, task.failure.retryable, view.waves[0].technologies[0].attempt]).toEqual(["aws.invalid", false, 1]);
    expect([view.rto.verdict, view.unaccounted, view.manualInterventionRequired]).toEqual(["not_met", [], false]);
  });

  test("a throttled task says so in its status while it waits", async () => {
    await world.spoil({ kind: "throttle", service: "rds" });
    const executionId = await begin("throttled", [wave(1, [failover({ clusters: ["throttled"] })])]);
    const words = await waitFor(
      "the throttling in /status",
      async () => {
        const { next } = await statusOf(executionId);
        const [task] = next.atWork.tasks;
        return task?.progress?.message.includes("aws.throttled") ? task : undefined;
      },
      { timeoutMs: 60_000, everyMs: 250 },
    );
    expect(words).toMatchObject({ taskId: "w1-database", lastFailure: null, progress: { heardAt: expect.any(String) } });
    await world.heal();
    expect((await untilStatus(operator(), executionId, ["completed"])).status).toBe("completed");
  });
});

describe("the next step", () => {
  test("of a pause on failure names the task, and what is offered is accepted until the run is through", async () => {
    await world.spoil({ kind: "error-before", service: "rds", action: "FailoverDBCluster", code: "InvalidParameterValue" });
    const executionId = await begin("held", [wave(1, [failover({ clusters: ["held"] })], { onFailure: "pause" })]);
    await untilStatus(operator(), executionId, ["paused"]);
    const held = await statusOf(executionId);
    expect(held.pause).toMatchObject({ mayResumeRoles: [], failedTasks: [{ taskId: "w1-database", failure: { code: "aws.invalid" } }] });
    expect(held.next).toMatchObject({ waitingFor: "failed_tasks", until: held.pause.expiresAt });
    await world.heal();
    await take(executionId, "retry_task");
    await waitFor("the task", async () => ((await statusOf(executionId)).next.waitingFor === "resume" ? true : undefined), {
      timeoutMs: 30_000,
    });
    await take(executionId, "resume");
    expect((await untilStatus(operator(), executionId, ["completed"])).status).toBe("completed");
  });

  test("a pause that is asked for is withdrawn", async () => {
    // Wave 1 cannot end before the wish is withdrawn: at a boundary it would be granted at once.
    await world.spoil({ kind: "throttle", service: "rds" });
    const executionId = await begin("withdrawn", [
      wave(1, [failover({ clusters: ["wd-1"] })]),
      wave(2, [failover({ clusters: ["wd-2"] })]),
    ]);
    await waitFor("a wave", async () => ((await statusOf(executionId)).next.atWork.tasks.length > 0 ? true : undefined), {
      timeoutMs: 30_000,
    });
    expect((await take(executionId, "pause")).pauseRequested).not.toBeNull();
    expect((await take(executionId, "withdraw_pause")).pauseRequested).toBeNull();
    await world.heal();
    expect((await untilStatus(operator(), executionId, ["completed"])).status).toBe("completed");
  });

  test("of a queued run is its reason and position; force takes its place, and a refusal tells how to be rid of it", async () => {
    const first = await begin("slot-1", [wave(1, [failover({ clusters: ["slot-1"] })], gate)]);
    await untilStatus(operator(), first, ["paused"]);
    const queued = await begin("slot-2", [wave(1, [failover({ clusters: ["slot-2"] })])]);
    await untilStatus(operator(), queued, ["queued"]);
    expect(await statusOf(queued)).toMatchObject({
      queue: { reason: "all 1 execution slots are taken", position: 1, of: 1 },
      next: { waitingFor: "slot", why: "all 1 execution slots are taken" },
    });
    const refused = await world.start("slot-2");
    expect([refused.status, refused.body.code, refused.body.details.next.executionId]).toEqual([
      409,
      "execution.plan_already_active",
      queued,
    ]);
    const forced = await world.start("slot-2", { force: true });
    expect(forced.status).toBe(202);
    const replaced: Body = await untilStatus(operator(), queued, ["cancelled"]);
    expect(replaced.cancel.reason).toBe(`replaced by ${forced.body.executionId}, which was forced`);
    await take(first, "cancel");
    expect((await untilStatus(operator(), forced.body.executionId, ["completed"])).status).toBe("completed");
  });

  test("a recovery goes before a drill for the one slot, and a redrive before a drill for its resources", async () => {
    await world.spoil({ kind: "error-before", service: "rds", action: "FailoverDBCluster", code: "InvalidParameterValue" });
    const failed = await begin("again", [wave(1, [failover({ clusters: ["again"] })])]);
    await untilStatus(operator(), failed, ["failed"]);
    await world.heal();
    const drill = await begin("practice", [wave(1, [failover({ clusters: ["again"] })], gate)], { executionType: "drill" });
    await untilStatus(operator(), drill, ["paused"]);
    const redriven = await take(failed, "redrive");
    expect(redriven).toMatchObject({ status: "queued", next: { waitingFor: "resources" } });
    const gone: Body = await untilStatus(operator(), drill, ["cancelled"]);
    expect(gone.cancel.preemptedBy).toBe(failed);
    expect((await untilStatus(operator(), failed, ["completed"])).status).toBe("completed");
  });

  test("a role that may not is told which permission, and who has it", async () => {
    const { status, body } = await world.ask("POST", "/executions", { planId: "again", executionType: "recovery" }, "DRReadOnly");
    expect([status, body.code, body.details.requiredPermission]).toEqual([403, "auth.forbidden", "execution.start_drill"]);
    expect(body.details.rolesThatMay).toEqual(["DRSOrchestrationAdmin", "DRSRecoveryManager", "DRSPlanManager", "DRSOperator"]);
  });
});
