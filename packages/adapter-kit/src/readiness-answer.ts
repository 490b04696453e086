/** Answers whether one task is ready, as it is asked: over the bus by the planner, or by invocation. Nothing is changed. */
import { environmentSchema, executionTypeSchema, modeSchema, taskTargetSchema, toFailure, type Failure, type TaskTarget } from "@dr/events";
import * as z from "zod";
import { regionRefusal } from "./allowed-regions.ts";
import type { Adapter } from "./define-adapter.ts";
import { block } from "./finding.ts";
import { checkReadiness, type Readiness } from "./readiness.ts";
import { withChoicesAsWritten } from "./settings/choices.ts";
import { settingsOf } from "./settings/gates.ts";

const questionSchema = z.strictObject({
  operation: z.string().min(1),
  resources: z.record(z.string(), z.unknown()),
  config: z.record(z.string(), z.unknown()).default({}),
  validation: z.record(z.string(), z.unknown()).default({}),
  executionType: executionTypeSchema,
  mode: modeSchema,
  environment: environmentSchema.optional(),
  target: taskTargetSchema.optional(),
});

/** What is ready, or why the question itself was no good. */
export type ReadinessAnswer = { readonly ok: true; readonly value: Readiness } | { readonly ok: false; readonly failure: Failure };

/** Who looks, when, and where tasks may act at all. */
export interface AskedFrom<Clients> {
  readonly clientsAt: (target: TaskTarget | undefined) => Clients;
  readonly now: string;
  readonly allowedRegions?: readonly string[] | undefined;
}

/** Looks as the task would. Failures: `query.invalid_input`, `task.unknown_operation`; what looking itself throws is a check that blocks. */
export async function answerReadiness<Clients>(
  { operations, technology }: Adapter<Clients>,
  { clientsAt, now, allowedRegions }: AskedFrom<Clients>,
  input: unknown,
): Promise<ReadinessAnswer> {
  const asked = questionSchema.safeParse(input);
  if (!asked.success) return refuse("query.invalid_input", z.prettifyError(asked.error));
  const operation = operations[asked.data.operation];
  if (!operation) return refuse("task.unknown_operation", `${technology} has no operation "${asked.data.operation}"`);
  const task = withChoicesAsWritten(operation, { resources: asked.data.resources, config: settingsOf(operation.config, asked.data) });
  const resources = operation.resources.safeParse(task.resources);
  const config = operation.config.safeParse(task.config);
  if (!resources.success) return refuse("query.invalid_input", `resources: ${z.prettifyError(resources.error)}`);
  if (!config.success) return refuse("query.invalid_input", `config: ${z.prettifyError(config.error)}`);
  const { executionType, mode, environment, target } = asked.data;
  const elsewhere = regionRefusal(operation, asked.data, allowedRegions);
  if (elsewhere) {
    const { code, message, details = {} } = elsewhere;
    const check = { resource: asked.data.operation, ...block(code, message, details) };
    return { ok: true, value: { mode: executionType === "drill" ? "drill" : mode, ready: false, checks: [check] } };
  }
  try {
    const question = { clients: clientsAt(target), now, resources: resources.data, config: config.data, executionType, mode, environment };
    return { ok: true, value: await checkReadiness(operation, question) };
  } catch (error) {
    return { ok: false, failure: toFailure(error) };
  }
}

function refuse(code: string, message: string): ReadinessAnswer {
  return { ok: false, failure: { code, message, retryable: false } };
}
