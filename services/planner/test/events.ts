/** Builders of what the bus delivers to the planner. */
import { adapterSource, dataSchemaUri, LOG_SOURCE, type Envelope, type TaskResult } from "@dr/events";

/** A result as an adapter reports it. */
export const result: TaskResult = {
  rtoSeconds: 30,
  rpo: { seconds: 0, method: "replica lag", confidence: "exact" },
  dataLoss: { possible: false },
  externalIds: {},
  reversible: true,
  warnings: [],
  simulated: true,
  resources: [],
};

/** A bus event, whole, as a rule puts it into a queue. */
export function busEvent(
  [source, type, subject]: readonly [string, string, string],
  data: Record<string, unknown>,
  overrides: Partial<Envelope> = {},
) {
  const detail: Envelope = {
    specversion: "1.0",
    id: `${subject}:${type}`,
    source,
    type,
    time: "2026-11-23T04:00:00.000Z",
    subject,
    dataschema: dataSchemaUri(type, 1),
    correlationid: "correlation-1",
    causationid: "cause-1",
    epoch: 0,
    schemaversion: 1,
    actor: source,
    data,
    ...overrides,
  };
  return { version: "0", id: "bus-1", source, "detail-type": type, time: detail.time, detail };
}

/** What ties a word to an attempt. */
export interface Operation {
  readonly executionId: string;
  readonly waveNumber: number;
  readonly taskId: string;
  readonly operationId: string;
  readonly attempt: number;
  readonly phase: "execute" | "rollback" | "cleanup";
  readonly technology: string;
}

/** A word of an adapter about `operation`. */
export function adapterEvent(type: string, operation: Operation, data: Record<string, unknown> = {}, overrides: Partial<Envelope> = {}) {
  return busEvent(
    [adapterSource(operation.technology), type, operation.executionId],
    { ...operation, ...data },
    {
      id: `${operation.operationId}:${type}`,
      ...overrides,
    },
  );
}

/** A recorded event as the publisher puts it on the bus. */
export function recordedEvent(type: string, executionId: string, data: Record<string, unknown>) {
  return busEvent([LOG_SOURCE, type, executionId], data, { id: `EXEC#${executionId}:1`, sequence: 1 });
}

/** An operation for tests that do not care which. */
export const someOperation: Operation = {
  executionId: "exec-1",
  waveNumber: 1,
  taskId: "w1-database",
  operationId: "op-1",
  attempt: 1,
  phase: "execute",
  technology: "database",
};
