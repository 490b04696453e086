/** Function `dr-publisher-stream`: a record of the log's stream says that a commit may have to be published. */
import { createDynamoEventLog, createLead } from "@dr/event-log";
import {
  createDeadLetters,
  createDocumentClient,
  createEventBridgeBus,
  createSqsSender,
  createTelemetry,
  lambdaEntry,
  parseEnv,
  systemClock,
  regionsOf,
} from "@dr/runtime";
import { anchorsFromEnv } from "../anchors-from-env.ts";
import { createDynamoCursors } from "../cursor-client.ts";
import { createStreamPublisher } from "../publish-stream.ts";
import { createStreamHandler, tellAnchorFailed } from "../stream-handler.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((functionEnv) => {
  const env = parseEnv(functionEnv, ["DR_LOG_TABLE", "DR_CURSOR_TABLE", "DR_BUS_NAME", "DR_DLQ_URL"]);
  const documents = createDocumentClient(env);
  const telemetry = createTelemetry("publisher");
  const log = createDynamoEventLog({ documents, tableName: env.DR_LOG_TABLE });
  return createStreamHandler({
    telemetry,
    deadLetters: createDeadLetters(createSqsSender(env), env.DR_DLQ_URL),
    publisher: createStreamPublisher({
      log,
      cursors: createDynamoCursors({ documents, tableName: env.DR_CURSOR_TABLE }),
      bus: createEventBridgeBus(env),
      lead: createLead({ log, region: env.AWS_REGION, regions: regionsOf(env), clock: systemClock }),
      anchors: anchorsFromEnv(env, log),
      onAnchorFailed: tellAnchorFailed(telemetry),
    }),
  });
});
