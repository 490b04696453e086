/** The stream of the log's table: each record says that a commit may have to be published. */
import { decodeStreamRecord } from "@dr/event-log";
import { streamHandler, type DeadLetters, type LambdaHandler, type Telemetry } from "@dr/runtime";
import type { StreamPublisher, StreamPublisherDeps } from "./publish-stream.ts";

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
    onOtherThanInsert: ({ eventName, keys }) => {
      telemetry.metrics.count("LogRewritten");
      telemetry.logger.error("a commit of the log was changed or removed: no part of the product does that", { eventName, keys });
    },
    handle: async (commit) => {
      await publisher.publishHint(commit);
    },
  });
}

/** Says that commits could not be vouched for. `log.rewritten` is an attack or damage; everything else the sweep repairs. */
export function tellAnchorFailed({ logger, metrics }: Telemetry): NonNullable<StreamPublisherDeps["onAnchorFailed"]> {
  return ({ streamId, code, error }) => {
    metrics.count("AnchorFailed", 1, { code });
    if (code === "log.rewritten") metrics.count("LogRewritten");
    logger.error("commits could not be anchored", { streamId, code, error });
  };
}
