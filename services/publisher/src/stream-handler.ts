/** The stream of the log's table: each record says that a commit may have to be published. */
import { decodeStreamRecord } from "@dr/event-log";
import { streamHandler, type DeadLetters, type LambdaHandler, type Telemetry } from "@dr/runtime";
import type { StreamPublisher } from "./publish-stream.ts";

/** What the handler needs. */
export interface StreamHandlerDeps {
  readonly telemetry: Telemetry;
  readonly deadLetters: DeadLetters;
  readonly publisher: Pick<StreamPublisher, "publishHint">;
}

/**
 * A handler that publishes each commit of a batch after those before it. A stream that fails is given back from its first failed record on;
 * a record that is no commit goes to the dead letters with its reason. Neither holds up the others.
 */
export function createStreamHandler({ telemetry, deadLetters, publisher }: StreamHandlerDeps): LambdaHandler {
  return streamHandler({
    telemetry,
    deadLetters,
    parse: decodeStreamRecord,
    keyOf: (commit) => commit.streamId,
    describe: ({ streamId, firstVersion, correlationId }) => ({ streamId, firstVersion, correlationId }),
    handle: async (commit) => {
      await publisher.publishHint(commit);
    },
  });
}
