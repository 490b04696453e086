/** Requests with a large body are answered apart from all others: while one is read, `/health` and everybody else are answered. */
import type { LocalFunction } from "../../lambda/environment.ts";
import type { LocalLog } from "../../log.ts";
import { problem, RETRY_AFTER } from "../problem.ts";
import type { HttpResponse } from "../api-gateway.ts";
import type { HeavyPool, JobOutcome } from "./pool.ts";

/** Characters of a body that are read in the API's own thread: some ten milliseconds of the worst document. */
export const LIGHT_BODY = 65_536;

/** Of an event of the gateway, what is looked at here. */
interface WithBody {
  readonly rawPath: string;
  readonly body?: string;
}

/** The function, which has large bodies done by the pool. A body within the limit costs nothing more than before. */
export function heavyApart(light: LocalFunction, pool: HeavyPool, log: LocalLog): LocalFunction {
  return {
    manifest: light.manifest,
    invoke: async (given) => {
      const event = given as WithBody;
      if ((event.body?.length ?? 0) <= LIGHT_BODY) return light.invoke(event);
      const outcome = await pool.run({ name: light.manifest.name, event });
      if (outcome.kind === "answered") return outcome.answer;
      if (outcome.kind === "failed") throw new Error(outcome.reason);
      log("warn", `a request with a large body was given up: ${outcome.kind === "died" ? outcome.reason : outcome.kind}`);
      const { status, headers, body } = REFUSALS[outcome.kind](event.rawPath);
      return { statusCode: status, headers: { ...headers, ...RETRY_AFTER }, body };
    },
  };
}

type Refused = Exclude<JobOutcome["kind"], "answered" | "failed">;

const MAY_BE = "What you asked for may have happened: ask, or send it again with the same Idempotency-Key";

const REFUSALS: Readonly<Record<Refused, (instance: string) => HttpResponse>> = {
  busy: (instance) =>
    problem(503, "local.busy", "this runtime reads as many large documents as it can at once; nothing was done: send it again", {
      instance,
    }),
  late: (instance) => problem(504, "local.too_slow", `this document took longer than a call may take. ${MAY_BE}`, { instance }),
  died: (instance) => problem(503, "local.reader_died", `what read this document ended before it answered. ${MAY_BE}`, { instance }),
};
