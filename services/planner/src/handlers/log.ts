/** Lambda: recorded events from the queue planner-log. */
import { lambdaEntry } from "@dr/runtime";
import { createLogHandler } from "../log-handler.ts";
import { deadLettersFromEnv, plannerFromEnv } from "../platform.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((env) => {
  const { planner, telemetry } = plannerFromEnv(env);
  return createLogHandler({ ...planner, telemetry, deadLetters: deadLettersFromEnv(env) });
});
