/** Lambda: adapters' facts from the queue planner-facts. */
import { lambdaEntry } from "@dr/runtime";
import { createFactsHandler } from "../facts-handler.ts";
import { deadLettersFromEnv, plannerFromEnv } from "../platform.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((env) => {
  const { planner, telemetry } = plannerFromEnv(env);
  return createFactsHandler({ telemetry, deadLetters: deadLettersFromEnv(env), recordFact: planner.recordFact });
});
