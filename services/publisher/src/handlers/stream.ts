/** Function `publisher-stream`: a record of the log's stream says that a commit may have to be published. */
import { createDynamoEventLog, decodeStreamRecord } from "@dr/event-log";
import { createDocumentClient, createEventBridgeBus, createTelemetry, lambdaEntry, parseEnv, streamHandler } from "@dr/runtime";
import { createDynamoCursors } from "../cursor-client.ts";
import { createStreamPublisher } from "../publish-stream.ts";

/** Publishes each commit of a batch after those before it; a stream that fails is given back from its first failed record on. */
export const { create, handler } = lambdaEntry((functionEnv) => {
  const env = parseEnv(functionEnv, ["DR_LOG_TABLE", "DR_CURSOR_TABLE", "DR_BUS_NAME"]);
  const documents = createDocumentClient(env);
  const publisher = createStreamPublisher({
    log: createDynamoEventLog({ documents, tableName: env.DR_LOG_TABLE }),
    cursors: createDynamoCursors({ documents, tableName: env.DR_CURSOR_TABLE }),
    bus: createEventBridgeBus(env),
  });
  return streamHandler({
    telemetry: createTelemetry("publisher"),
    parse: decodeStreamRecord,
    keyOf: (commit) => commit.streamId,
    describe: ({ streamId, firstVersion, correlationId }) => ({ streamId, firstVersion, correlationId }),
    handle: async (commit) => {
      await publisher.publishHint(commit);
    },
  });
});
