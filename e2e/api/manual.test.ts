import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { answerTask } from "../../services/api/test/plans.ts";
import { createFullApi, planIt } from "./support.ts";

type Config = Record<string, unknown>;

/** A running execution of one task for people; `say` answers it. */
async function asking(config: Config = {}) {
  const api = createFullApi();
  const plan = {
    planId: "people",
    name: "People",
    waves: [
      {
        waveNumber: 1,
        technologies: [{ type: "manual", operation: "task", resources: {}, config: { title: "Call the carrier", ...config } }],
      },
    ],
  };
  await api.call("POST /api/v1/plans", { body: plan });
  const { body } = await api.call("POST /api/v1/executions", { body: { planId: "people", executionType: "recovery" } });
  const taskId = await planIt(api, body.executionId);
  const say = (answer: object, role = "DRSOperator", session = "kim") =>
    api.call(`POST /api/v1/executions/${body.executionId}/tasks/${taskId}/complete`, { role, session, body: answer });
  const events = async () => (await api.call(`GET /api/v1/executions/${body.executionId}/events`)).body.events;
  return { ...api, executionId: String(body.executionId), taskId, say, events };
}

test("what people say is in the log, with who said it and the hashes of what they showed; the adapter ends the task", async () => {
  const api = await asking();
  const { say, events, call, executionId, taskId } = api;
  const content = Buffer.from("a photograph");
  const said = await say({
    note: "done",
    evidence: [
      { kind: "text", text: "lights are green" },
      { kind: "file", name: "lights.png", contentBase64: content.toString("base64") },
    ],
  });
  expect([said.status, said.body.status]).toEqual([200, "in_progress"]);
  const recorded = (await events()).at(-1);
  expect(recorded.type).toBe("ManualTaskAnswered");
  expect(recorded.data).toMatchObject({ taskId, outcome: "completed", note: "done", role: "DRSOperator" });
  expect(recorded.data.evidence[1]).toEqual({
    kind: "file",
    name: "lights.png",
    bytes: content.length,
    sha256: createHash("sha256").update(content).digest("hex"),
  });
  const again = await say({});
  expect([again.status, again.body.code]).toEqual([409, "task.not_answerable_now"]);
  await answerTask(api, executionId, taskId, "completed");
  expect((await call(`GET /api/v1/executions/${executionId}`)).body.waves[0].technologies[0].status).toBe("completed");
});

test("a task is for whom the plan names, or whom it was handed on to", async () => {
  const { say } = await asking({ assignees: { roles: ["DRSRecoveryManager"] } });
  const foreign = await say({});
  expect([foreign.status, foreign.body.code, foreign.body.details.assignees]).toEqual([
    403,
    "task.not_assigned",
    { roles: ["DRSRecoveryManager"] },
  ]);
  expect((await say({ outcome: "handed_on" }, "DRSRecoveryManager")).status).toBe(400);
  expect((await say({ outcome: "handed_on", handedTo: { roles: ["DRS-Operator"] } }, "DRSRecoveryManager")).status).toBe(200);
  expect((await say({}, "DRSRecoveryManager")).body.code).toBe("task.not_assigned");
  expect((await say({ outcome: "failed", note: "nobody there" })).status).toBe(200);
});

test("a person is named by who they count as", async () => {
  const principal = "arn:aws:sts::123456789012:assumed-role/DRSOperator/lee";
  const { say } = await asking({ assignees: { users: [principal] } });
  expect((await say({}, "DRSOperator", "kim")).body.code).toBe("task.not_assigned");
  expect((await say({}, "DRSOperator", "lee")).status).toBe(200);
});

test("completed with evidence only, where the plan wants it; failed without", async () => {
  const strict = await asking({ evidence: "required" });
  const bare = await strict.say({});
  expect([bare.status, bare.body.code]).toEqual([422, "task.evidence_required"]);
  expect((await strict.say({ outcome: "failed" })).status).toBe(200);
});

test("who may act next names the task to those whose it is, as a request that works", async () => {
  const { call, executionId, say } = await asking({ assignees: { roles: ["DRSOperator"] } });
  const actions = async (role: string) =>
    (await call(`GET /api/v1/executions/${executionId}/status`, { role })).body.next.nextActions.filter(
      ({ action }: { action: string }) => action === "complete_task",
    );
  expect(await actions("DRSRecoveryManager")).toEqual([]);
  const { why, waitingFor } = (await call(`GET /api/v1/executions/${executionId}/status`, { role: "DRSReadOnly" })).body.next;
  expect([why, waitingFor]).toEqual(["wave 1 runs: w1-manual waits for DRSOperator", "person"]);
  const [mine] = await actions("DRSOperator");
  expect(mine).toMatchObject({ method: "POST", path: `/api/v1/executions/${executionId}/tasks/w1-manual/complete` });
  expect((await call(`POST ${mine.path}`, { role: "DRSOperator", body: mine.body })).status).toBe(200);
  expect((await say({})).body.code).toBe("task.not_answerable_now");
});

test("only people's tasks are completed by people", async () => {
  const api = createFullApi();
  const { body } = await api.call("POST /api/v1/technologies/database/failover", { body: { clusters: ["orders"] } });
  const taskId = await planIt(api, body.executionId);
  const refused = await api.call(`POST /api/v1/executions/${body.executionId}/tasks/${taskId}/complete`, { body: {} });
  expect([refused.status, refused.body.code]).toEqual([409, "task.not_manual"]);
});
