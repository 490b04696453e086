/** The function that answers an adapter's queries: invoked with `{query, input, target}`, answers with a value or a failure, and changes nothing. */
import { didYouMean, type Failure, lazyLooseObject, nearestName, type TaskTarget, taskTargetSchema } from "@dr/events";
import { allowedRegionsOf, inputIssues, inWords, systemClock, type Clock, type FunctionEnv, type LambdaHandler } from "@dr/runtime";
import * as z from "zod";
import { queryRegionRefusal } from "./allowed-regions.ts";
import { createClientsAt } from "./accounts/places.ts";
import type { Places } from "./accounts/sessions.ts";
import type { Adapter } from "./define-adapter.ts";
import { classifyAwsError } from "./errors/classify.ts";
import { homeAccountOf } from "./own-account.ts";
import { answerInput, answerReadiness } from "./readiness-answer.ts";

/** What comes back. A failure is an answer, too: the invocation itself succeeded. */
export type QueryAnswer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: Failure };

const eventSchema = lazyLooseObject(() => ({
  query: z.string().min(1),
  input: z.unknown().optional(),
  target: taskTargetSchema.optional(),
}));

/** Whose sessions in other accounts are for answers alone. */
const ASKING = "queries";

/**
 * The handler of an adapter's queries, and of `queries` (which there are), and of `input` and `readiness` for each of its operations; in another account with the role there that only reads. Failures: `query.invalid_input`, `query.unknown`, `task.region_not_allowed`, `aws.<class>`,
 * and of other accounts `task.account_unknown`, `task.role_not_allowed`, `task.role_refused`, `task.no_accounts`.
 */
export function createQueryFunction<Clients>(
  adapter: Adapter<Clients>,
  env: FunctionEnv,
  { clock = systemClock, ...places }: Pick<Places, "readAccount"> & { readonly clock?: Clock } = {},
): LambdaHandler {
  const clientsAt = createClientsAt(adapter, env, { ...places, clock, access: "read" });
  const allowedRegions = allowedRegionsOf({ DR_ALLOWED_REGIONS: env["DR_ALLOWED_REGIONS"] });
  const homeAccount = homeAccountOf(env);
  return async (event): Promise<QueryAnswer> => {
    const asked = eventSchema.safeParse(event);
    if (!asked.success) return refuse("query.invalid_input", z.prettifyError(asked.error));
    const { query, input, target } = asked.data;
    const at = (there: TaskTarget | undefined): Clients => clientsAt(there, ASKING);
    try {
      if (query === "queries") return { ok: true, value: { queries: describeQueries(adapter) } };
      if (query === "input") return answerInput(adapter, input);
      if (query === "readiness")
        return await answerReadiness(adapter, { clientsAt: at, now: clock.nowIso(), allowedRegions, homeAccount }, input);
      const known = adapter.queries?.[query];
      if (!known) {
        const names = namesOf(adapter);
        const nearest = nearestName(query, names);
        const told = `${adapter.technology} has no query "${query}"; it has ${names.join(", ")}${didYouMean(nearest)}`;
        return refuse("query.unknown", told, {
          known: names,
          hint: nearest === undefined ? `there are: ${names.join(", ")}` : `did you mean ${nearest}?`,
        });
      }
      const parsed = known.input.safeParse(input ?? {});
      if (!parsed.success) return refuseInput(known.input, parsed.error);
      const elsewhere = queryRegionRefusal(known.input, { input: toObject(input), target }, allowedRegions);
      if (elsewhere) return { ok: false, failure: elsewhere };
      return { ok: true, value: await known.run({ clients: at(target), now: clock.nowIso() }, parsed.data) };
    } catch (error) {
      return { ok: false, failure: classifyAwsError(error).failure };
    }
  };
}

function namesOf<Clients>({ queries = {} }: Adapter<Clients>): readonly string[] {
  return ["queries", "input", "readiness", ...Object.keys(queries)];
}

/** What can be asked, and by which parameters. */
function describeQueries<Clients>({ queries = {} }: Adapter<Clients>) {
  return Object.entries(queries).map(([name, { description, input }]) => ({
    name,
    description,
    parameters: input instanceof z.ZodObject ? Object.keys(input.shape) : [],
  }));
}

function toObject(input: unknown): Readonly<Record<string, unknown>> {
  return typeof input === "object" && input !== null ? { ...input } : {};
}

function refuseInput(schema: z.ZodType, error: z.ZodError): QueryAnswer {
  const errors = inputIssues(schema, error).slice(0, 50);
  return refuse("query.invalid_input", inWords(errors, "query"), { errors });
}

function refuse(code: string, message: string, details?: Failure["details"]): QueryAnswer {
  return { ok: false, failure: { code, message, retryable: false, ...(details === undefined ? {} : { details }) } };
}
