/** The requests that a harness puts into its queue. */
import { createHash } from "node:crypto";
import { dataSchemaUri, LOG_SOURCE, type Envelope, type TaskRequest } from "@dr/events";
import type { VirtualClock } from "@dr/runtime";
import type { ConformanceSubject, Scenario } from "./scenario.ts";

/** What a request may say differently. */
export interface RequestOptions {
  readonly type?:
    | "WaveStarted"
    | "TechnologyRetryRequested"
    | "TechnologyCancelRequested"
    | "TechnologyRollbackRequested"
    | "TechnologyCleanupRequested";
  readonly attempt?: number;
  readonly epoch?: number;
  readonly environment?: string;
  readonly deadlineSeconds?: number;
  readonly undoes?: string;
  /** Another execution of the same task; `exec-1` is the default. */
  readonly executionId?: string;
  /** Default: the scenario's. */
  readonly executionType?: "drill" | "recovery";
  readonly task?: Partial<TaskRequest>;
}

/** The request of the scenario, as one task. */
export function toTask<Clients>(
  subject: ConformanceSubject<Clients>,
  scenario: Scenario<Clients>,
  clock: VirtualClock,
  { type = "WaveStarted", attempt = 1, deadlineSeconds = 7_200, undoes, executionId, task = {} }: RequestOptions,
): TaskRequest {
  const phase = type === "TechnologyRollbackRequested" ? "rollback" : type === "TechnologyCleanupRequested" ? "cleanup" : "execute";
  return {
    taskId: "w1-task",
    operationId: toOperationId(scenario.operation, phase, attempt, executionId),
    phase,
    type: subject.adapter.technology,
    operation: scenario.operation,
    resources: scenario.resources,
    config: scenario.config ?? {},
    validation: {},
    attempt,
    deadlineAt: new Date(clock.nowMs() + deadlineSeconds * 1000).toISOString(),
    heartbeatSeconds: 60,
    ...(undoes === undefined ? {} : { undoes }),
    ...task,
  };
}

/** The id that the planner would give it. */
export function toOperationId(operation: string, phase: string, attempt: number, executionId = "exec-1"): string {
  return createHash("sha256").update(`${executionId}|1|w1-task|${operation}|${phase}|${attempt}`).digest("hex");
}

/** The request as the bus delivers it, beside one for somebody else. */
export function toBusEvent<Clients>(
  scenario: Scenario<Clients>,
  clock: VirtualClock,
  task: TaskRequest,
  {
    type = "WaveStarted",
    epoch = 1,
    environment,
    executionId = "exec-1",
    executionType = scenario.executionType ?? "recovery",
  }: RequestOptions,
) {
  const { mode = "planned" } = scenario;
  const context = {
    executionId,
    planId: "plan-1",
    waveNumber: 1,
    executionType,
    mode,
    ...(environment === undefined ? {} : { environment }),
  };
  const others = { ...task, type: "somebody_else", taskId: "w1-other", operationId: `${task.operationId}-other` };
  const detail: Envelope = {
    specversion: "1.0",
    id: `EXEC#${executionId}:${type}:${task.operationId}`,
    source: LOG_SOURCE,
    type,
    time: clock.nowIso(),
    subject: executionId,
    dataschema: dataSchemaUri(type, 1),
    correlationid: "correlation-1",
    causationid: "commit-1",
    epoch,
    schemaversion: 1,
    actor: "dr.orchestration",
    data:
      type === "WaveStarted"
        ? { ...context, name: "wave", part: 1, parts: 1, technologies: [others, task] }
        : { ...context, task, ...reasonOf(type) },
  };
  return { version: "0", id: "bus-1", source: LOG_SOURCE, "detail-type": type, detail };
}

function reasonOf(type: string): { reason?: string } {
  if (type === "TechnologyCancelRequested") return { reason: "cancelled" };
  return type === "TechnologyRetryRequested" ? { reason: "retry" } : {};
}
