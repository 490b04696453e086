/** The same record in the words of OCSF (Open Cybersecurity Schema Framework 1.x): API Activity for what was asked, Application Lifecycle for begin and end. */
import type { AuditRecord } from "./audit-record.ts";

const VERSION = "1.3.0";
const LIFECYCLE: Readonly<Record<string, number>> = {
  ExecutionStarted: 3,
  ExecutionCompleted: 4,
  ExecutionFailed: 4,
  ExecutionCancelled: 4,
};
const FAILED = new Set(["ExecutionFailed", "TechnologyFailed", "WaveFailed", "RequestRefused"]);

/** The record as an OCSF event; what OCSF has no place for is in `unmapped`. */
export function toOcsf(record: AuditRecord): Readonly<Record<string, unknown>> {
  const { id, type, time, actor, correlationId, streamId, ...rest } = record;
  const start = LIFECYCLE[type];
  const failed = FAILED.has(type);
  const common = {
    time: Date.parse(time),
    severity_id: failed ? 4 : 1,
    status_id: failed ? 2 : 1,
    metadata: {
      version: VERSION,
      uid: id,
      correlation_uid: correlationId,
      product: { name: "DR Orchestrator", vendor_name: "DR Orchestrator" },
    },
    actor: { user: { uid: actor, name: actor } },
    // Of a begin or an end OCSF knows that it was one, and no more.
    unmapped: { streamId, type, ...rest },
  };
  if (start !== undefined)
    return {
      ...common,
      category_uid: 6,
      class_uid: 6002,
      activity_id: start,
      type_uid: 600_200 + start,
      app: { name: "DR Orchestrator", uid: streamId },
    };
  return {
    ...common,
    category_uid: 6,
    class_uid: 6003,
    activity_id: 1,
    type_uid: 600_301,
    api: { operation: type, request: { uid: id }, service: { name: "dr-orchestrator" } },
    src_endpoint: { name: "dr-orchestrator" },
  };
}
