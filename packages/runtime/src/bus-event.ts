/** Reads the body of a queue message that came from a bus rule: the whole EventBridge event with our envelope as its detail. */
import { DrError, type Envelope, findDefinition, lazyLooseObject, parseEnvelope } from "@dr/events";
import * as z from "zod";

const busEventSchema = lazyLooseObject(() => ({
  id: z.string().min(1),
  source: z.string().min(1),
  "detail-type": z.string().min(1),
  detail: z.unknown(),
}));

/** An event as it came from the bus. `source` is what the bus vouches for: a role may put events only under its own source. */
export interface BusEvent {
  readonly busId: string;
  readonly source: string;
  readonly detailType: string;
  readonly envelope: Envelope;
}

/**
 * The event in a parsed message body. Throws `event.malformed` (not an EventBridge event), `event.malformed_envelope`,
 * `event.source_mismatch` (the envelope claims another source than the bus vouches for) or `event.unknown_type`.
 */
export function parseBusEvent(body: unknown): BusEvent {
  const parsed = busEventSchema.safeParse(body);
  if (!parsed.success) {
    throw new DrError("event.malformed", `not an EventBridge event: ${z.prettifyError(parsed.error)}`, {
      details: { issues: parsed.error.issues },
    });
  }
  const { id: busId, source, "detail-type": detailType, detail } = parsed.data;
  if (findDefinition(detailType) === undefined) throw new DrError("event.unknown_type", `unknown event type ${detailType}`);
  const envelope = parseEnvelope(detail);
  if (envelope.source !== source) {
    throw new DrError("event.source_mismatch", `event ${envelope.id} came under source ${source} and claims ${envelope.source}`);
  }
  if (envelope.type !== detailType) {
    throw new DrError("event.malformed_envelope", `event ${envelope.id} came as ${detailType} and claims to be ${envelope.type}`);
  }
  return { busId, source, detailType, envelope };
}
