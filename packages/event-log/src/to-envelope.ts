/** A recorded event as it travels on the bus. */
import { dataSchemaUri, DrError, LOG_SOURCE, type Envelope } from "@dr/events";
import type { Commit } from "./port.ts";

/** The id of the plan or execution that a stream belongs to: `EXEC#x` → `x`. */
export function subjectOf(streamId: string): string {
  return streamId.slice(streamId.indexOf("#") + 1);
}

/**
 * CloudEvents envelope of event `index` of a commit: id `<streamId>:<version>`, source `dr.orchestration`, sequence = version in the stream.
 * The same commit always gives the same envelope, so a repeat is a true duplicate.
 */
export function toEnvelope(commit: Commit, index: number): Envelope {
  const event = commit.events[index];
  if (event === undefined) throw new DrError("log.no_such_event", `commit ${commit.streamId}:${commit.firstVersion} has no event ${index}`);
  const version = commit.firstVersion + index;
  return {
    specversion: "1.0",
    id: `${commit.streamId}:${version}`,
    source: LOG_SOURCE,
    type: event.type,
    time: event.at,
    subject: subjectOf(commit.streamId),
    dataschema: dataSchemaUri(event.type, event.schemaVersion),
    datacontenttype: "application/json",
    sequence: version,
    correlationid: commit.correlationId,
    causationid: commit.causationId,
    epoch: commit.epoch,
    schemaversion: event.schemaVersion,
    actor: commit.actor,
    data: event.data,
  };
}
