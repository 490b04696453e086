/** What the platform would put into an adapter's queue. */
import { createHash, randomUUID } from "node:crypto";
import { dataSchemaUri, LOG_SOURCE } from "@dr/events";
import type { Options } from "./options.ts";

/** A task as it is asked for. */
export interface AskedTask {
  readonly taskId: string;
  readonly operationId: string;
  readonly executionId: string;
  readonly phase: "execute" | "rollback";
  readonly attempt: number;
}

/** How a request differs from an ordinary one. */
export interface Twist {
  readonly resources?: Record<string, unknown>;
  readonly epoch?: number;
  readonly source?: string;
  /** Puts a task of another technology beside it. */
  readonly beside?: AskedTask;
  /** The operation that is taken back. */
  readonly undoes?: AskedTask;
}

/** A task of its own: no two share an operation or an execution. */
export function newTask(phase: AskedTask["phase"] = "execute", executionId = `exec-${randomUUID()}`): AskedTask {
  const operationId = createHash("sha256").update(randomUUID()).digest("hex");
  return { taskId: "w1-outside", operationId, executionId, phase, attempt: 1 };
}

/** The body of a message: an EventBridge event with our envelope. Each call is a delivery of its own, with the same event id. */
export function requestFor(options: Options, task: AskedTask, twist: Twist = {}): string {
  const { epoch = 0, source = LOG_SOURCE, beside, undoes } = twist;
  const asked = toTask(options, task, twist.resources ?? ownResources(options.resources, task), undoes);
  const other = beside && { ...toTask(options, beside, {}, undefined), type: `${options.technology}_of_others` };
  const context = { executionId: task.executionId, planId: "outside", waveNumber: 1, executionType: "recovery", mode: "planned" };
  const wave = { ...context, name: "Outside", part: 1, parts: 1, deadlineAt: inAnHour(), technologies: other ? [other, asked] : [asked] };
  const [type, data] = undoes ? ["TechnologyRollbackRequested", { ...context, task: asked }] : ["WaveStarted", wave];
  const time = new Date().toISOString();
  const envelope = {
    specversion: "1.0",
    id: `event-${task.operationId}`,
    source,
    type,
    time,
    subject: task.executionId,
    dataschema: dataSchemaUri(type, 1),
    datacontenttype: "application/json",
    sequence: 4,
    correlationid: task.executionId,
    causationid: "outside",
    epoch,
    schemaversion: 1,
    actor: "conformance",
    data,
  };
  const event = { version: "0", id: randomUUID(), "detail-type": type, source, account: "000000000000", time, region: options.region };
  return JSON.stringify({ ...event, resources: [], detail: envelope });
}

function toTask({ technology, operation }: Options, task: AskedTask, resources: Record<string, unknown>, undoes: AskedTask | undefined) {
  const { taskId, operationId, phase, attempt } = task;
  const fixed = { config: {}, validation: {}, deadlineAt: inAnHour(), heartbeatSeconds: 120 };
  return {
    taskId,
    operationId,
    phase,
    type: technology,
    operation,
    resources,
    attempt,
    ...fixed,
    ...(undoes && { undoes: undoes.operationId }),
  };
}

function inAnHour(): string {
  return new Date(Date.now() + 3_600_000).toISOString();
}

/** `{n}` becomes something of the execution's own, so that a task and its rollback speak of the same thing and no two executions do. */
function ownResources(resources: Record<string, unknown>, { executionId }: AskedTask): Record<string, unknown> {
  return JSON.parse(JSON.stringify(resources).replaceAll("{n}", executionId.slice(-12))) as Record<string, unknown>;
}
