/** The planner's own functions on a local DynamoDB: one execution from its request to its end. */
import { executionDecider, planDecider, planHash } from "@dr/domain";
import { createCommandHandler, createDynamoEventLog, createLeaseStore, toEnvelope } from "@dr/event-log";
import { createTable, localDocuments, startLocalDynamoDb, type LocalDynamoDb } from "@dr/event-log/testing";
import type { TaskRequest } from "@dr/events";
import { newUuid, systemClock, type FunctionEnv } from "@dr/runtime";
import { lambdaContext, sqsEvent } from "@dr/runtime/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { manifest } from "../manifest.ts";
import { create as createFacts } from "../src/handlers/facts.ts";
import { create as createLog } from "../src/handlers/log.ts";
import { create as createReconcile } from "../src/handlers/reconcile.ts";
import { create as createSweep } from "../src/handlers/sweep.ts";
import { plan, task, wave } from "./plans.ts";
import { alice, completed } from "./world.ts";

let dynamo: LocalDynamoDb;
let env: FunctionEnv;

beforeAll(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
  dynamo = await startLocalDynamoDb();
  for (const table of manifest.tables) await createTable(localDocuments(dynamo.endpoint), table);
  const [declared] = manifest.functions;
  const tables = Object.entries(declared!.environment).map(([name, binding]) => [name, "table" in binding ? binding.table : ""]);
  const queue = { DR_QUEUE_URL: "http://127.0.0.1:1/q", DR_DLQ_URL: "http://127.0.0.1:1/dlq" };
  env = {
    AWS_REGION: "us-east-1",
    DR_ACCOUNT_ID: "123456789012",
    DR_DYNAMODB_ENDPOINT: dynamo.endpoint,
    ...queue,
    ...Object.fromEntries(tables),
  };
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await dynamo.stop();
});

test("runs an execution through its functions and leaves no lease behind", async () => {
  const documents = localDocuments(dynamo.endpoint);
  const log = createDynamoEventLog({ documents, tableName: "dr-event-log" });
  const leases = createLeaseStore({ documents, tableName: "dr-leases" });
  const api = { log, clock: systemClock, newCommitId: newUuid, jitter: () => 0 };
  const plans = createCommandHandler({ ...api, decider: planDecider, toStreamId: (id) => `PLAN#${id}` });
  const executions = createCommandHandler({ ...api, decider: executionDecider, toStreamId: (id) => `EXEC#${id}` });
  const by = { actor: alice.principal, correlationId: "c", causationId: "request" };
  const now = systemClock.nowIso();
  const of = plan("p", [wave(1, [task("a")]), wave(2, [task("b")])]);
  await plans.handle("p", { type: "CreatePlan", plan: of, now, actor: alice }, by);
  const about = {
    planId: "p",
    planName: "Plan p",
    planVersion: 1,
    planHash: planHash(of),
    executionType: "recovery",
    mode: "planned",
  } as const;
  const request = { executionId: "exec-1", ...about, tags: {}, triggerSource: "api", force: false };
  await executions.handle("exec-1", { type: "RequestExecution", now, actor: alice, request }, by);

  const published = async () =>
    (await log.read("EXEC#exec-1")).flatMap((commit) =>
      commit.events.map((_, index) => {
        const detail = toEnvelope(commit, index);
        return { id: "bus", source: detail.source, "detail-type": detail.type, detail };
      }),
    );
  const ofType = async (type: string) => (await published()).filter((event) => event["detail-type"] === type);
  const answer = async (taskId: string) => {
    const started = (await ofType("WaveStarted")).flatMap(({ detail }) =>
      (detail.data["technologies"] as TaskRequest[]).map((one) => ({ ...one, waveNumber: Number(detail.data["waveNumber"]) })),
    );
    const { operationId, attempt, phase, waveNumber } = started.find((one) => one.taskId === taskId)!;
    return completed({ executionId: "exec-1", taskId, operationId, attempt, phase, waveNumber, technology: "database" });
  };
  const [logHandler, facts, sweep, reconcile] = [createLog(env), createFacts(env), createSweep(env), createReconcile(env)];
  const none = { batchItemFailures: [] };

  expect(await logHandler(sqsEvent(await ofType("ExecutionRequested")), lambdaContext())).toEqual(none);
  expect((await leases.list()).map(({ key }) => key).toSorted()).toEqual([
    "PLAN#p",
    "RES#rds-cluster:123456789012:eu-central-1:cluster-a",
    "RES#rds-cluster:123456789012:eu-central-1:cluster-b",
    "SLOTS",
  ]);
  const first = await answer("a");
  expect(await facts(sqsEvent([first, first]), lambdaContext())).toEqual(none);
  expect(await sweep({}, lambdaContext())).toMatchObject({ looked: 0, failed: 0 });
  expect(await reconcile({}, lambdaContext())).toMatchObject({ streams: 2, repaired: 1, executionsChecked: 1, failed: 0 });
  expect(await facts(sqsEvent([await answer("b")]), lambdaContext())).toEqual(none);
  expect(await logHandler(sqsEvent(await ofType("ExecutionCompleted")), lambdaContext())).toEqual(none);
  expect((await executions.load("exec-1")).state.status).toBe("completed");
  expect(await leases.list()).toEqual([]);
});
