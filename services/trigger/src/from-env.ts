/** What both functions of the trigger are made of. */
import { createTelemetry, parseEnv, systemClock, type FunctionEnv } from "@dr/runtime";
import { createInvokeApi } from "@dr/runtime/invoke-client";
import { readCauses } from "./cause.ts";
import { parseTriggerSettings } from "./settings.ts";
import { startFor, type Started } from "./start.ts";

/** Starts what an event asks for, one after the other. */
export type Trigger = (event: unknown, requestId: string) => Promise<readonly Started[]>;

/** The trigger on AWS, or on this machine's Lambda. */
export function triggerFromEnv(variables: FunctionEnv, functionName: string): Trigger {
  const env = parseEnv(variables, ["DR_ACCOUNT_ID"]);
  const { logger, metrics } = createTelemetry("trigger");
  const settings = parseTriggerSettings(variables);
  const invokeApi = createInvokeApi(env, { functionName: variables["DR_API_FUNCTION"] ?? "dr-api-http", code: "trigger.unavailable" });
  return async (event, requestId) => {
    const started: Started[] = [];
    for (const cause of readCauses(event, settings, { requestId, now: systemClock.nowIso() })) {
      const { planId, executionType } = cause;
      const result = await startFor(cause, { invokeApi, account: env.DR_ACCOUNT_ID, functionName, asksFirst: settings.asksFirst });
      logger.info("a trigger was heard", { planId, executionType, outcome: result.outcome, status: result.statusCode });
      metrics.count("TriggerHeard", 1, { outcome: result.outcome });
      started.push(result);
    }
    return started;
  };
}
