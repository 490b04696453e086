/** The function that answers an adapter's queries: invoked with `{query, input, target}`, answers with a value or a failure, and changes nothing. */
import { didYouMean, nearestName, taskTargetSchema, type Failure, type TaskTarget } from "@dr/events";
import { systemClock, type Clock, type FunctionEnv, type LambdaHandler } from "@dr/runtime";
import * as z from "zod";
import { createClientsAt } from "./accounts/places.ts";
import type { Adapter } from "./define-adapter.ts";
import { classifyAwsError } from "./errors/classify.ts";
import { answerReadiness } from "./readiness-answer.ts";

/** What comes back. A failure is an answer, too: the invocation itself succeeded. */
export type QueryAnswer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: Failure };

const eventSchema = z.looseObject({ query: z.string().min(1), input: z.unknown().optional(), target: taskTargetSchema.optional() });

/** Whose sessions in other accounts are for answers alone. */
const ASKING = "queries";

/** The handler of an adapter's queries, and of `readiness` for each of its operations. Failures: `query.invalid_input`, `query.unknown`, `aws.<class>`. */
export function createQueryFunction<Clients>(adapter: Adapter<Clients>, env: FunctionEnv, clock: Clock = systemClock): LambdaHandler {
  const clientsAt = createClientsAt(adapter, env);
  return async (event): Promise<QueryAnswer> => {
    const asked = eventSchema.safeParse(event);
    if (!asked.success) return refuse("query.invalid_input", z.prettifyError(asked.error));
    const { query, input, target } = asked.data;
    const at = (there: TaskTarget | undefined): Clients => clientsAt(there, ASKING);
    try {
      if (query === "readiness") return await answerReadiness(adapter, { clientsAt: at, now: clock.nowIso() }, input);
      const known = adapter.queries?.[query];
      if (!known) {
        const names = namesOf(adapter);
        const told = `${adapter.technology} has no query "${query}"${didYouMean(nearestName(query, names))}`;
        return refuse("query.unknown", `${told}; it has ${names.join(", ")}`);
      }
      const parsed = known.input.safeParse(input ?? {});
      if (!parsed.success) return refuse("query.invalid_input", z.prettifyError(parsed.error));
      return { ok: true, value: await known.run({ clients: at(target), now: clock.nowIso() }, parsed.data) };
    } catch (error) {
      return { ok: false, failure: classifyAwsError(error).failure };
    }
  };
}

function namesOf<Clients>({ queries = {} }: Adapter<Clients>): readonly string[] {
  return ["readiness", ...Object.keys(queries)];
}

function refuse(code: string, message: string): QueryAnswer {
  return { ok: false, failure: { code, message, retryable: false } };
}
