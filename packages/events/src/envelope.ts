/** The CloudEvents 1.0 envelope in which every event travels; it is the `detail` of an EventBridge event. */
import { lazyObject } from "./lazy-object.ts";
import * as z from "zod";

/** Source of every fact that is recorded in the log. */
export const LOG_SOURCE = "dr.orchestration";

/** Source of what is audited beside the log. */
export const AUDIT_SOURCE = "dr.audit";

/** Source under which the adapter of one technology speaks: `dr.adapter.<technology>`. */
export function adapterSource(technology: string): string {
  return `dr.adapter.${technology}`;
}

/**
 * CloudEvents 1.0 (structured JSON) with our extensions. EventBridge gives an event a new id when it forwards it, so ours rides here.
 * `sequence` is the version in the stream and is present on recorded facts only; `epoch` fences planners of a lost Region.
 */
export const envelopeSchema = lazyObject(() => ({
  specversion: z.literal("1.0"),
  id: z.string().min(1),
  source: z.string().regex(/^dr\.(orchestration|audit|adapter\.[a-z0-9_]+)$/),
  type: z.string().min(1),
  time: z.iso.datetime({ offset: true }),
  subject: z.string().min(1),
  dataschema: z.string().min(1),
  datacontenttype: z.literal("application/json").optional(),
  sequence: z.int().positive().optional(),
  correlationid: z.string().min(1),
  causationid: z.string().min(1),
  epoch: z.int().nonnegative(),
  schemaversion: z.int().positive(),
  actor: z.string().min(1),
  data: z.record(z.string(), z.unknown()),
}));

/** An event as it travels, its data not yet checked against the type's own schema. */
export type Envelope = z.infer<typeof envelopeSchema>;

/** URI of the JSON Schema of one version of one event type. */
export function dataSchemaUri(type: string, version: number): string {
  return `urn:dr-orchestration:event:${type}:${version}`;
}
