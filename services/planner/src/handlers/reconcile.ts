/** Lambda: the hourly comparison of what is derived with the log. */
import { lambdaEntry, scheduleHandler } from "@dr/runtime";
import { plannerFromEnv } from "../platform.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((env) => {
  const { planner, telemetry } = plannerFromEnv(env);
  return scheduleHandler({ name: "dr-planner-reconcile", telemetry, run: async (context) => ({ ...(await planner.reconcile(context)) }) });
});
