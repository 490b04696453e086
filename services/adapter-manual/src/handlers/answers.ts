/** Lambda `dr-adapter-manual-answers`: what people said. */
import { DrError } from "@dr/events";
import {
  createDeadLetters,
  createDocumentClient,
  createSqsSender,
  createTelemetry,
  lambdaEntry,
  parseEnv,
  queueHandler,
} from "@dr/runtime";
import { keepHeard, parseAnswer } from "../answers/answers.ts";
import { createTaskStore } from "../task-store-client.ts";

export const { create, handler } = lambdaEntry((variables) => {
  const env = parseEnv(variables, ["DR_DLQ_URL"]);
  const tableName = variables["DR_MANUAL_TABLE"];
  if (tableName === undefined) throw new DrError("env.invalid", "DR_MANUAL_TABLE is not set");
  const { keepAnswer } = createTaskStore({ documents: createDocumentClient(env), tableName });
  return queueHandler({
    telemetry: createTelemetry("adapter-manual"),
    deadLetters: createDeadLetters(createSqsSender(env), env.DR_DLQ_URL),
    parse: parseAnswer,
    laneOf: ({ data }) => data.operationId,
    handle: (heard) => keepHeard(keepAnswer, heard),
  });
});
