/** The function that answers an adapter's queries: invoked with `{query, input}`, answers with a value or a failure, and changes nothing. */
import { executionTypeSchema, modeSchema, type Failure } from "@dr/events";
import { systemClock, type Clock, type FunctionEnv, type LambdaHandler } from "@dr/runtime";
import * as z from "zod";
import type { Adapter } from "./define-adapter.ts";
import { classifyAwsError } from "./errors/classify.ts";
import { settingsOf } from "./settings/gates.ts";
import { checkReadiness } from "./readiness.ts";

/** What comes back. A failure is an answer, too: the invocation itself succeeded. */
export type QueryAnswer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: Failure };

const eventSchema = z.looseObject({ query: z.string().min(1), input: z.unknown().optional() });

const readinessSchema = z.strictObject({
  operation: z.string().min(1),
  resources: z.record(z.string(), z.unknown()),
  config: z.record(z.string(), z.unknown()).default({}),
  validation: z.record(z.string(), z.unknown()).default({}),
  executionType: executionTypeSchema,
  mode: modeSchema,
});

/** The handler of an adapter's queries, and of `readiness` for each of its operations. Failures: `query.invalid_input`, `query.unknown`, `aws.<class>`. */
export function createQueryFunction<Clients>(adapter: Adapter<Clients>, env: FunctionEnv, clock: Clock = systemClock): LambdaHandler {
  const clients = adapter.createClients(env);
  return async (event): Promise<QueryAnswer> => {
    const asked = eventSchema.safeParse(event);
    if (!asked.success) return refuse("query.invalid_input", z.prettifyError(asked.error));
    const { query, input } = asked.data;
    try {
      if (query === "readiness") return await readiness(adapter, { clients, now: clock.nowIso() }, input);
      const known = adapter.queries?.[query];
      if (!known) return refuse("query.unknown", `${adapter.technology} has no query "${query}"; it has ${namesOf(adapter).join(", ")}`);
      const parsed = known.input.safeParse(input ?? {});
      if (!parsed.success) return refuse("query.invalid_input", z.prettifyError(parsed.error));
      return { ok: true, value: await known.run({ clients, now: clock.nowIso() }, parsed.data) };
    } catch (error) {
      return { ok: false, failure: classifyAwsError(error).failure };
    }
  };
}

async function readiness<Clients>(
  { operations, technology }: Adapter<Clients>,
  at: { readonly clients: Clients; readonly now: string },
  input: unknown,
): Promise<QueryAnswer> {
  const asked = readinessSchema.safeParse(input);
  if (!asked.success) return refuse("query.invalid_input", z.prettifyError(asked.error));
  const operation = operations[asked.data.operation];
  if (!operation) return refuse("task.unknown_operation", `${technology} has no operation "${asked.data.operation}"`);
  const resources = operation.resources.safeParse(asked.data.resources);
  const config = operation.config.safeParse(settingsOf(operation.config, asked.data));
  if (!resources.success) return refuse("query.invalid_input", `resources: ${z.prettifyError(resources.error)}`);
  if (!config.success) return refuse("query.invalid_input", `config: ${z.prettifyError(config.error)}`);
  const { executionType, mode } = asked.data;
  return {
    ok: true,
    value: await checkReadiness(operation, { ...at, resources: resources.data, config: config.data, executionType, mode }),
  };
}

function namesOf<Clients>({ queries = {} }: Adapter<Clients>): readonly string[] {
  return ["readiness", ...Object.keys(queries)];
}

function refuse(code: string, message: string): QueryAnswer {
  return { ok: false, failure: { code, message, retryable: false } };
}
