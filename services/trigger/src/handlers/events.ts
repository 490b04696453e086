/** Lambda `dr-orchestration-trigger-events`: disasters and alarms from the bus. */
import { hasCode } from "@dr/events";
import { createDeadLetters, createSqsSender, createTelemetry, lambdaEntry, parseEnv, queueHandler } from "@dr/runtime";
import { triggerFromEnv } from "../from-env.ts";

export const { create, handler } = lambdaEntry((variables) => {
  const env = parseEnv(variables, ["DR_DLQ_URL"]);
  const trigger = triggerFromEnv(variables, "dr-orchestration-trigger-events");
  return queueHandler<unknown>({
    telemetry: createTelemetry("trigger"),
    deadLetters: createDeadLetters(createSqsSender(env), env.DR_DLQ_URL),
    parse: (body) => body,
    laneOf: () => "triggers",
    handle: async (event, { messageId }) => void (await trigger(event, messageId)),
    isPoison: (error) => hasCode(error, "trigger.refused") || hasCode(error, "trigger.unreadable"),
  });
});
