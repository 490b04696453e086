/** Given functions and automations, when they are asked to recover something, then: done, failed with the reason, or waited for. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { runTask, type Given } from "./run.ts";

const NAME = "app-recovery-cache";
const call = (operation: string, config: Given["config"], fn: object, more: Partial<Given> = {}) =>
  runTask({
    operation,
    resources: { functions: [NAME] },
    ...(config ? { config } : {}),
    seed: { lambda: { functions: [{ name: NAME, ...fn }] } },
    ...more,
  });
const answers = (payload: unknown, functionError?: "Unhandled") => ({
  answers: [{ payload, ...(functionError ? { functionError } : {}) }],
});

describe("trap: the status code of a call says nothing of the function's own errors", () => {
  test("FunctionError is a failure, whatever the payload says, and its message is not copied", async () => {
    const { closing } = await call("invoke_lambda", {}, answers({ errorType: "KeyError", errorMessage: "hunter2" }, "Unhandled"));
    expect(closing().failure).toMatchObject({ code: "application.function_error", retryable: false });
    expect(closing().failure?.message).toContain("KeyError");
    expect(JSON.stringify(closing())).not.toContain("hunter2");
  });

  test("what is not of the contract is a failure", async () => {
    const { closing } = await call("invoke_lambda", {}, answers({ ok: true }));
    expect(closing().failure).toMatchObject({ code: "application.function_answer" });
  });

  test("the function's own verdict counts, and whether it may be called again", async () => {
    const { closing } = await call("invoke_lambda", {}, answers({ status: "failed", message: "no cache", retryable: true }));
    expect(closing().failure).toMatchObject({ code: "application.function_failed", retryable: true });
    expect(closing().failure?.message).toContain("no cache");
  });
});

describe("trap: 202 says nothing: an event that was taken is not done", () => {
  test("it is waited for until the deadline", async () => {
    const { closing, world } = await call("invoke_lambda_async", {}, { work: { seconds: 3_600 } }, { deadlineSeconds: 300 });
    expect(closing().failure?.code).toBe("task.timed_out");
    expect(world.effects()).toEqual([`Invoke ${NAME} run`]);
  });

  test("a marker counts only for its own operation", async () => {
    const config = { completionParameter: "/dr-orchestration/production/application/done" };
    const marker = (operationId: string, status = "succeeded") => ({
      ssm: { parameters: [{ name: config.completionParameter, value: JSON.stringify({ operationId, status }) }] },
    });
    const own = (operationId: string): string => createHash("sha256").update(`${operationId}|${NAME}`).digest("hex");
    const taskId = createHash("sha256").update("exec-1|1|w1-task|invoke_lambda_async|execute|1").digest("hex");
    const ended = async (operationId: string, status?: string) => {
      const seed = { lambda: { functions: [{ name: NAME }] }, ...marker(operationId, status) };
      const { closing } = await call("invoke_lambda_async", config, {}, { seed, deadlineSeconds: 120 });
      return closing().failure?.code ?? closing().type;
    };
    expect(await ended("of somebody else")).toBe("task.timed_out");
    expect(await ended(own(taskId))).toBe("TechnologyCompleted");
    expect(await ended(own(taskId), "failed")).toBe("application.function_failed");
  });
});

test("a function that is not there is refused before it is called", async () => {
  const { closing, world } = await call("invoke_lambda", {}, {}, { resources: { functions: ["app-recovery-none"] } });
  expect(closing().failure?.code).toBe("aws.not_found");
  expect(world.effects()).toEqual([]);
});

describe("automations", () => {
  const run = (automation: object, config: object = {}, more: Partial<Given> = {}) =>
    runTask({
      operation: "run_automation",
      resources: { documents: ["Move"] },
      config: { ...config },
      seed: { ssm: { automations: [{ document: "Move", ...automation }] } },
      ...more,
    });

  test.each(["Success", "CompletedWithSuccess"])("%s is a success; outputs are named, not copied", async (end) => {
    const { closing } = await run({ end, outputs: { Password: ["hunter2"] } });
    expect(closing().result.resources[0]?.after).toMatchObject({ status: end, outputs: ["Password"] });
    expect(JSON.stringify(closing())).not.toContain("hunter2");
  });

  test.each(["Failed", "TimedOut", "CompletedWithFailure", "Rejected", "Exited"])("trap: %s is a failure", async (end) => {
    const { closing } = await run({ end });
    expect(closing().failure).toMatchObject({ code: "application.automation_failed", details: { status: end }, retryable: false });
  });

  test("Exited is a success where the plan says so", async () => {
    expect((await run({ end: "Exited" }, { exitedIsSuccess: true })).closing().type).toBe("TechnologyCompleted");
  });

  test("trap: a run that waits for approval says so, and does not fail", async () => {
    const { closing } = await run({ needsApproval: true }, {}, { deadlineSeconds: 300 });
    expect(closing().failure?.code).toBe("task.timed_out");
    expect(closing().failure?.message).toContain("waits for a person to approve it");
  });

  test("trap: too many runs at a time is no lasting refusal", async () => {
    const arrange: Given["arrange"] = ({ estate }) => {
      estate.faults.add({
        kind: "throttle",
        action: "StartAutomationExecution",
        code: "AutomationExecutionLimitExceededException",
        times: 2,
      });
    };
    const { closing, world } = await run({}, {}, { arrange });
    expect(closing().type).toBe("TechnologyCompleted");
    expect(world.effects()).toEqual(["StartAutomation Move"]);
  });

  test("a Command document is refused", async () => {
    const { closing } = await run({}, {}, { resources: { documents: ["AWS-RunShellScript"] } });
    expect(closing().failure?.code).toBe("application.wrong_document_type");
  });
});
