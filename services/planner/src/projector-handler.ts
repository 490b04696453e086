/** The stream of the log's table: each commit is a hint that a list item may lag behind. */
import { decodeStreamRecord } from "@dr/event-log";
import { streamHandler, type DeadLetters, type LambdaHandler, type Telemetry } from "@dr/runtime";
import type { ProjectStream } from "./projection/project.ts";

/** What the handler needs. */
export interface ProjectorHandlerDeps {
  readonly telemetry: Telemetry;
  readonly deadLetters: DeadLetters;
  readonly projectStream: ProjectStream;
}

/** A handler of the log's stream. The commit in the record is not applied: the stream is folded as it stands, so order does not matter. */
export function createProjectorHandler({ telemetry, deadLetters, projectStream }: ProjectorHandlerDeps): LambdaHandler {
  return streamHandler({
    telemetry,
    deadLetters,
    parse: decodeStreamRecord,
    keyOf: ({ streamId }) => streamId,
    describe: ({ streamId, firstVersion, correlationId }) => ({ correlationId, stream: streamId, eventId: `${streamId}:${firstVersion}` }),
    handle: async ({ streamId, lastVersion }) => {
      if (await projectStream(streamId, lastVersion)) telemetry.metrics.count("ProjectionRepaired");
    },
  });
}
