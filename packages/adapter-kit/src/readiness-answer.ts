/** Answers whether one task is ready, as it is asked: over the bus by the planner, or by invocation. Nothing is changed. */
import {
  environmentSchema,
  executionTypeSchema,
  type Failure,
  lazyStrictObject,
  modeSchema,
  type TaskTarget,
  taskTargetSchema,
  toFailure,
} from "@dr/events";
import { inputIssues, inWords } from "@dr/runtime";
import * as z from "zod";
import { regionRefusal } from "./allowed-regions.ts";
import type { Adapter } from "./define-adapter.ts";
import { block } from "./finding.ts";
import type { Operation } from "./operation.ts";
import { accountRefusal } from "./own-account.ts";
import { checkReadiness, shownMode, type Readiness } from "./readiness.ts";
import { withChoicesAsWritten } from "./settings/choices.ts";
import { settingsOf } from "./settings/gates.ts";
import { targetsOf } from "./targets.ts";

const questionSchema = lazyStrictObject(() => ({
  operation: z.string().min(1),
  resources: z.record(z.string(), z.unknown()),
  config: z.record(z.string(), z.unknown()).default({}),
  validation: z.record(z.string(), z.unknown()).default({}),
  executionType: executionTypeSchema,
  mode: modeSchema,
  environment: environmentSchema.optional(),
  target: taskTargetSchema.optional(),
}));

/** An operation that is asked about, with its input as its schemas read it. */
interface AskedOperation<Clients> {
  readonly operation: Operation<Clients>;
  readonly input: { readonly resources: unknown; readonly config: unknown };
  readonly asked: z.infer<typeof questionSchema>;
}

/** What is ready, or why the question itself was no good. */
export type ReadinessAnswer = { readonly ok: true; readonly value: Readiness } | { readonly ok: false; readonly failure: Failure };

/** Who looks, when, and where tasks may act at all. */
export interface AskedFrom<Clients> {
  readonly clientsAt: (target: TaskTarget | undefined) => Clients;
  readonly now: string;
  readonly allowedRegions?: readonly string[] | undefined;
  /** The function's own account, if it is known. */
  readonly homeAccount?: string | undefined;
}

/** Looks as the task would. Failures: `query.invalid_input`, `task.unknown_operation`; what looking itself throws is a check that blocks. */
export async function answerReadiness<Clients>(
  adapter: Adapter<Clients>,
  { clientsAt, now, allowedRegions, homeAccount }: AskedFrom<Clients>,
  question: unknown,
): Promise<ReadinessAnswer> {
  const read = readQuestion(adapter, question);
  if (!("operation" in read)) return read;
  const { operation, input, asked } = read;
  const { executionType, mode, environment, target } = asked;
  const elsewhere = regionRefusal(operation, asked, allowedRegions) ?? accountRefusal(operation, asked, homeAccount);
  if (elsewhere) {
    const { code, message, details = {} } = elsewhere;
    const check = { resource: asked.operation, ...block(code, message, details) };
    return { ok: true, value: { mode: shownMode(asked), ready: false, checks: [check] } };
  }
  try {
    return {
      ok: true,
      value: await checkReadiness(operation, { clients: clientsAt(target), now, ...input, executionType, mode, environment }),
    };
  } catch (error) {
    return { ok: false, failure: toFailure(error) };
  }
}

/**
 * Whether the input of a task is what its operation takes, also where no JSON Schema can say it (one field against another). Nothing is looked at: for estates that do not
 * exist yet. Failures as of `answerReadiness`.
 */
export function answerInput<Clients>(adapter: Adapter<Clients>, question: unknown): ReadinessAnswer {
  const read = readQuestion(adapter, question);
  if (!("operation" in read)) return read;
  try {
    targetsOf(read.operation, read.input);
  } catch (error) {
    return refuse("query.invalid_input", toFailure(error).message);
  }
  return { ok: true, value: { mode: shownMode(read.asked), ready: true, checks: [] } };
}

function readQuestion<Clients>(
  { operations, technology }: Adapter<Clients>,
  input: unknown,
): AskedOperation<Clients> | Extract<ReadinessAnswer, { ok: false }> {
  const asked = questionSchema.safeParse(input);
  if (!asked.success) return refuse("query.invalid_input", z.prettifyError(asked.error));
  const operation = operations[asked.data.operation];
  if (!operation) return refuse("task.unknown_operation", `${technology} has no operation "${asked.data.operation}"`);
  const task = withChoicesAsWritten(operation, { resources: asked.data.resources, config: settingsOf(operation.config, asked.data) });
  const resources = operation.resources.safeParse(task.resources);
  const config = operation.config.safeParse(task.config);
  if (!resources.success) return refuse("query.invalid_input", inWords(inputIssues(operation.resources, resources.error), "resources"));
  if (!config.success) return refuse("query.invalid_input", inWords(inputIssues(operation.config, config.error), "config"));
  return { operation, input: { resources: resources.data, config: config.data }, asked: asked.data };
}

function refuse(code: string, message: string): Extract<ReadinessAnswer, { ok: false }> {
  return { ok: false, failure: { code, message, retryable: false } };
}
