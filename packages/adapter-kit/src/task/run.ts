/** One operation of one task, ready to be observed and acted on: which effect, with which input. */
import { createHash } from "node:crypto";
import { DrError, toFailure, type Failure } from "@dr/events";
import type * as z from "zod";
import { classifyAwsError, type ClassifiedError } from "../errors/classify.ts";
import type { LedgerItem, LedgerStep } from "../ledger/item.ts";
import type { AnyEffect, InverseContext, JournaledEffect, Operation, TaskContext } from "../operation.ts";
import { withChoicesAsWritten } from "../settings/choices.ts";
import { settingsOf } from "../settings/gates.ts";
import type { Engine } from "./engine.ts";

type Request = Pick<LedgerItem, "executionId" | "waveNumber" | "executionType" | "mode" | "environment" | "task">;

/** A request whose operation is known and whose input is valid. */
export interface Run<Clients> {
  readonly operation: Operation<Clients>;
  readonly effect: AnyEffect<Clients>;
  readonly input: { readonly resources: unknown; readonly config: unknown };
  readonly classify: (error: unknown) => ClassifiedError;
  readonly contextOf: (
    target: string,
    step: LedgerStep,
    originals?: readonly JournaledEffect<unknown, unknown>[],
  ) => InverseContext<Clients, unknown, unknown, unknown, unknown>;
}

/** The run of a request, or why there is none: `task.unknown_operation`, `task.invalid_input`, `task.irreversible`. */
export function toRun<Clients>(engine: Engine<Clients>, request: Request): { readonly run: Run<Clients> } | { readonly failure: Failure } {
  const { task } = request;
  const operation = engine.adapter.operations[task.operation];
  if (!operation) return { failure: unknownOperation(engine, task.operation) };
  const asked = withChoicesAsWritten(operation, { resources: task.resources, config: settingsOf(operation.config, task) });
  const resources = operation.resources.safeParse(asked.resources);
  const config = operation.config.safeParse(asked.config);
  if (!resources.success || !config.success) {
    const issues = [...toIssues("resources", resources.error), ...toIssues("config", config.error)];
    const text = issues.map(({ path, message }) => `${path}: ${message}`).join("; ");
    return { failure: { code: "task.invalid_input", message: `invalid input: ${text}`, retryable: false, details: { issues } } };
  }
  const effect = effectOf(operation, task.phase);
  if (!effect) return { failure: { code: "task.irreversible", message: `${task.operation} cannot be taken back`, retryable: false } };
  const input = { resources: resources.data, config: config.data };
  const nowhere = noPlaceFor(engine, request);
  if (nowhere) return { failure: nowhere };
  return {
    run: {
      operation,
      effect,
      input,
      classify: (error) => operation.classify?.(error) ?? classifyAwsError(error),
      contextOf: (target, step, originals = []) => ({
        ...toContext(engine, request, input, target),
        intentAt: step.intentAt ?? engine.clock.nowIso(),
        ...(step.memo === undefined ? {} : { memo: step.memo }),
        originals,
      }),
    },
  };
}

/** The run of an item in the ledger: it was valid when the item was made. Throws `adapter.operation_gone` if a deployment took it away. */
export function runOfItem<Clients>(engine: Engine<Clients>, item: LedgerItem): Run<Clients> {
  const made = toRun(engine, item);
  if ("run" in made) return made.run;
  throw new DrError(
    "adapter.operation_gone",
    `operation ${item.operationId} was accepted before and is now refused: ${made.failure.message}`,
    { retryable: true },
  );
}

/** The context of the original operation, to look up what became of it. */
export function contextOfOriginal<Clients>(
  engine: Engine<Clients>,
  run: Run<Clients>,
  original: LedgerItem,
  target: string,
): TaskContext<Clients> {
  return { ...toContext(engine, original, run.input, target), intentAt: original.steps[target]?.intentAt ?? original.createdAt };
}

function toContext<Clients>(engine: Engine<Clients>, request: Request, input: Run<Clients>["input"], target: string) {
  const { executionId, waveNumber, executionType, mode, environment, task } = request;
  const { taskId, operationId, attempt, deadlineAt } = task;
  const resourceOperationId = createHash("sha256").update(`${operationId}|${target}`).digest("hex");
  const now = engine.clock.nowIso();
  const secondsSince = (iso: string): number => ((engine.clock.nowMs() - Date.parse(iso)) * engine.settings.timeScale) / 1000;
  return {
    clients: engine.clientsAt(task.target, executionId),
    ...input,
    executionId,
    waveNumber,
    taskId,
    operationId,
    resourceOperationId,
    attempt,
    executionType,
    mode,
    ...(environment === undefined ? {} : { environment }),
    deadlineAt,
    now,
    secondsSince,
    earlier: () => undefined,
  };
}

/** Why the task cannot act where it is to act at all. */
function noPlaceFor<Clients>({ clientsAt }: Engine<Clients>, { task, executionId }: Request): Failure | undefined {
  try {
    clientsAt(task.target, executionId);
    return undefined;
  } catch (error) {
    return toFailure(error);
  }
}

/** An operation without a cleanup leaves nothing behind: its cleanup has no resource to work on, so any effect will do. */
function effectOf<Clients>(operation: Operation<Clients>, phase: "execute" | "rollback" | "cleanup"): AnyEffect<Clients> | undefined {
  if (phase === "execute") return operation;
  return phase === "rollback" ? operation.rollback : (operation.cleanup ?? operation);
}

function unknownOperation<Clients>(engine: Engine<Clients>, name: string): Failure {
  const known = Object.keys(engine.adapter.operations);
  return {
    code: "task.unknown_operation",
    message: `${engine.adapter.technology} has no operation "${name}"; it has ${known.join(", ")}`,
    retryable: false,
    details: { operation: name, known },
  };
}

function toIssues(root: string, error: z.ZodError | undefined): { path: string; message: string }[] {
  return (error?.issues ?? []).map(({ path, message }) => ({ path: path.reduce<string>(joinPath, root), message }));
}

function joinPath(path: string, key: PropertyKey): string {
  return typeof key === "number" ? `${path}[${key}]` : `${path}.${String(key)}`;
}
