/** A planner with everything around it in memory, a clock that stands still, and the api's part played by hand. */
import { planHash, type CommandActor, type ExecutionCommand, type ExecutionState, type Plan } from "@dr/domain";
import {
  createLead,
  createMemoryEventLog,
  createMemoryHistoryStore,
  createMemoryLeaseStore,
  createMemoryPlanCatalog,
  toEnvelope,
  type Commit,
  type EventLog,
} from "@dr/event-log";
import type { Envelope, EventData, TaskRequest } from "@dr/events";
import { createDeadLetters, createVirtualClock } from "@dr/runtime";
import { createRecordedQueue, createRecordedTelemetry, lambdaContext, sqsEvent } from "@dr/runtime/testing";
import { createFactsHandler } from "../src/facts-handler.ts";
import { createLogHandler } from "../src/log-handler.ts";
import { createMemoryOperationStore } from "../src/operations/memory-operation-store.ts";
import { createPlanner, type PlannerDeps } from "../src/planner.ts";
import { adapterEvent, result, type Operation } from "./events.ts";

/** Who acts for the api in tests. */
export const alice: CommandActor = {
  principal: "arn:aws:sts::123456789012:assumed-role/DRRecoveryManager/alice",
  role: "DRRecoveryManager",
};

/** Regions that may lead; the world is in the first. */
export const REGIONS = ["us-east-1", "us-west-2"] as const;

/** When a world begins. */
const START = "2026-11-23T04:00:00.000Z";

/** A world. */
export type World = ReturnType<typeof createWorld>;

/** Builds a world. `wrapLog` puts something between the planner and the log; the api's part goes through it, too. */
export function createWorld(options: Partial<PlannerDeps> & { readonly wrapLog?: (log: EventLog) => EventLog } = {}) {
  const { wrapLog = (log) => log, ...overrides } = options;
  const clock = createVirtualClock(START);
  const published: Envelope[] = [];
  const commits: Commit[] = [];
  const memory = createMemoryEventLog({
    onAppend: (commit) => {
      commits.push(commit);
      published.push(...commit.events.map((_, index) => toEnvelope(commit, index)));
    },
  });
  const telemetry = createRecordedTelemetry();
  const queue = createRecordedQueue();
  const deadLetters = createDeadLetters(queue, "http://sqs/dlq");
  const operations = createMemoryOperationStore();
  let ids = 0;
  const shared = {
    log: wrapLog(memory),
    feed: memory,
    history: createMemoryHistoryStore(),
    catalog: createMemoryPlanCatalog(),
    leases: createMemoryLeaseStore(),
    operations,
    clock,
    sleep: clock.sleep,
    random: () => 0.5,
    newCommitId: () => `commit-${(ids += 1)}`,
    lead: createLead({ log: memory, region: "us-east-1", regions: REGIONS, clock }),
    maxConcurrentExecutions: 50,
    telemetry,
    ...overrides,
  };
  /** Another process on the same tables: it shares no cache with the others. */
  const newPlanner = (more: Partial<PlannerDeps> = {}) => createPlanner({ ...shared, ...more });
  const planner = newPlanner();
  const facts = createFactsHandler({ telemetry, deadLetters, recordFact: planner.recordFact });
  const log = createLogHandler({ ...planner, telemetry, deadLetters });
  const run = { runId: "run-1", logger: telemetry.logger, isNear: () => false };

  const command = (executionId: string, asked: ExecutionCommand) =>
    planner.executions.handle(executionId, asked, { actor: alice.principal, correlationId: "c", causationId: "request" });
  const request = async (executionId: string, of: Plan, more: Partial<EventData<"ExecutionRequested">> = {}) => {
    const { planId, name: planName } = of.header;
    const wanted = {
      executionId,
      planId,
      planName,
      planVersion: 1,
      planHash: planHash(of),
      executionType: "recovery",
      mode: "planned",
    } as const;
    const rest = { tags: {}, triggerSource: "api", force: false, ...more };
    await command(executionId, { type: "RequestExecution", now: clock.nowIso(), actor: alice, request: { ...wanted, ...rest } });
  };

  return {
    ...shared,
    clock,
    operations,
    memory,
    telemetry,
    queue,
    deadLetters,
    published,
    commits,
    planner,
    newPlanner,
    run,
    command,
    request,
    facts: (bodies: readonly unknown[]) => facts(sqsEvent(bodies), lambdaContext()),
    logEvents: (bodies: readonly unknown[]) => log(sqsEvent(bodies), lambdaContext()),
    savePlan: async (of: Plan) => {
      const context = { actor: alice.principal, correlationId: "c", causationId: "request" };
      await planner.plans.handle(of.header.planId, { type: "CreatePlan", plan: of, now: clock.nowIso(), actor: alice }, context);
    },
    /** Requests an execution and plans it, as the api and the queue planner-log would. */
    start: async (executionId: string, of: Plan, more: Partial<EventData<"ExecutionRequested">> = {}) => {
      await request(executionId, of, more);
      await planner.planExecution(executionId, { correlationId: "c", causationId: `EXEC#${executionId}:1`, logger: telemetry.logger });
    },
    state: async (executionId: string): Promise<ExecutionState> => (await newPlanner().executions.load(executionId)).state,
    /** Types of the events of an execution, from version `after` + 1 on. */
    types: async (executionId: string, after = 0) =>
      (await memory.read(`EXEC#${executionId}`)).flatMap((commit) => commit.events.map(({ type }) => type)).slice(after),
    /** The operation that a task was asked for last. */
    operation: (executionId: string, taskId: string) => lastOperation(published, executionId, taskId),
  };
}

/** The bus event with which an adapter reports success. */
export function completed(operation: Operation) {
  return adapterEvent("TechnologyCompleted", operation, { result });
}

/** The bus event with which an adapter reports a failure. */
export function failed(operation: Operation, retryable = false) {
  return adapterEvent("TechnologyFailed", operation, { failure: { code: "database.failed", message: "no", retryable } });
}

function lastOperation(published: readonly Envelope[], executionId: string, taskId: string): Operation {
  const asked = published
    .filter((envelope) => envelope.subject === executionId)
    .flatMap(({ data }) => {
      const { technologies = [], task, waveNumber } = data as { technologies?: TaskRequest[]; task?: TaskRequest; waveNumber: number };
      return [...technologies, ...(task ? [task] : [])].map((one) => ({ ...one, waveNumber }));
    })
    .findLast((one) => one.taskId === taskId);
  if (asked === undefined) throw new Error(`task ${taskId} of ${executionId} was never asked`);
  const { waveNumber, operationId, attempt, phase, type: technology } = asked;
  return { executionId, waveNumber, taskId, operationId, attempt, phase, technology };
}
