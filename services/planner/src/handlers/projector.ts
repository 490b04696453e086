/** Lambda: the projector on the stream of the log's table. */
import { lambdaEntry } from "@dr/runtime";
import { deadLettersFromEnv, plannerFromEnv } from "../platform.ts";
import { createProjectorHandler } from "../projector-handler.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((env) => {
  const { planner, telemetry } = plannerFromEnv(env);
  return createProjectorHandler({ telemetry, deadLetters: deadLettersFromEnv(env), projectStream: planner.projectStream });
});
