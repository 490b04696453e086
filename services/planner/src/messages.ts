/** Reads what the planner's queues deliver. Whatever is thrown here is poison, except an unknown event type. */
import { adapterSource, DrError, findDefinition, parseLoose, type Envelope, type EventData } from "@dr/events";
import { parseBusEvent } from "@dr/runtime";

/** Adapter events that become facts in the log. */
export type FactType = "TechnologyStarted" | "TechnologyCompleted" | "TechnologyFailed";

/** Every word of an adapter that the planner hears. */
type WordType = FactType | "TechnologyProgressed" | "ReadinessReported";

type Said<T extends WordType> = { readonly [K in T]: { readonly type: K; readonly data: EventData<K> } }[T];

/** An adapter's word, its envelope and its data checked. */
export interface AdapterMessage {
  readonly envelope: Envelope;
  readonly said: Said<WordType>;
}

/** A recorded event that needs IO: a request to plan, a place in the queue, the end of an execution, or its new beginning. */
export interface LogMessage {
  readonly envelope: Envelope;
  readonly kind: "requested" | "queued" | "ended" | "reopened";
  readonly executionId: string;
}

/**
 * The adapter's word in a message body. Fields that we do not know are dropped: what is recorded is written strictly. Throws
 * `event.source_mismatch` when the technology is not the one that the bus vouches for, and what `parseBusEvent` and `parseLoose` throw.
 */
export function parseAdapterMessage(body: unknown): AdapterMessage {
  const { envelope, source } = parseBusEvent(body);
  const said = toSaid(envelope);
  if (adapterSource(said.data.technology) !== source) {
    throw new DrError("event.source_mismatch", `event ${envelope.id} came under source ${source} and speaks for ${said.data.technology}`);
  }
  if (said.data.executionId !== envelope.subject) {
    throw new DrError(
      "event.malformed_envelope",
      `event ${envelope.id}: subject is ${envelope.subject}, data names ${said.data.executionId}`,
    );
  }
  return { envelope, said };
}

/** The recorded event in a message body. Throws what `parseBusEvent` and `parseLoose` throw, and `event.unexpected_type`. */
export function parseLogMessage(body: unknown): LogMessage {
  const { envelope } = parseBusEvent(body);
  const { type, data, schemaversion } = envelope;
  if (type === "ExecutionRequested") {
    const { executionId } = parseLoose(type, data, schemaversion);
    return { envelope, kind: "requested", executionId };
  }
  if (type === "ExecutionQueued") {
    parseLoose(type, data, schemaversion);
    return { envelope, kind: "queued", executionId: envelope.subject };
  }
  if (type === "ExecutionCompleted" || type === "ExecutionFailed" || type === "ExecutionCancelled") {
    parseLoose(type, data, schemaversion);
    return { envelope, kind: "ended", executionId: envelope.subject };
  }
  // A rollback on demand begins after the end, and needs what the end has given back.
  if (type === "ExecutionRedriven" || type === "RollbackStarted") {
    parseLoose(type, data, schemaversion);
    return { envelope, kind: "reopened", executionId: envelope.subject };
  }
  throw unexpected(envelope);
}

function toSaid(envelope: Envelope): AdapterMessage["said"] {
  switch (envelope.type) {
    case "TechnologyStarted":
      return { type: "TechnologyStarted", data: parseKnown("TechnologyStarted", envelope) };
    case "TechnologyProgressed":
      return { type: "TechnologyProgressed", data: parseKnown("TechnologyProgressed", envelope) };
    case "TechnologyCompleted":
      return { type: "TechnologyCompleted", data: parseKnown("TechnologyCompleted", envelope) };
    case "TechnologyFailed":
      return { type: "TechnologyFailed", data: parseKnown("TechnologyFailed", envelope) };
    case "ReadinessReported":
      return { type: "ReadinessReported", data: parseKnown("ReadinessReported", envelope) };
    default:
      throw unexpected(envelope);
  }
}

function parseKnown<T extends WordType>(type: T, { data, schemaversion }: Envelope): EventData<T> {
  const loose = parseLoose(type, data, schemaversion);
  return (findDefinition(type)?.schema.parse(loose) ?? loose) as EventData<T>;
}

function unexpected(envelope: Envelope): DrError {
  return new DrError("event.unexpected_type", `event ${envelope.id} of type ${envelope.type} is not for this queue`);
}
