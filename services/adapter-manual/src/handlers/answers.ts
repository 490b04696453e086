/** Lambda `dr-adapter-manual-answers`: what people said. */
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
import { tableNameOf } from "../table-name.ts";
import { createTaskStore } from "../task-store-client.ts";

export const { create, handler } = lambdaEntry((variables) => {
  const env = parseEnv(variables, ["DR_DLQ_URL"]);
  const { keepAnswer } = createTaskStore({ documents: createDocumentClient(env), tableName: tableNameOf(variables) });
  return queueHandler({
    telemetry: createTelemetry("adapter-manual"),
    deadLetters: createDeadLetters(createSqsSender(env), env.DR_DLQ_URL),
    parse: parseAnswer,
    laneOf: ({ data }) => data.operationId,
    handle: (heard) => keepHeard(keepAnswer, heard),
  });
});
