/** What other teams' rules know by the names of the requirements, derived from the log: nobody else speaks as `dr.orchestration`. */
import { LOG_SOURCE, type Envelope } from "@dr/events";
import type { BusEntry } from "@dr/runtime";

/** `DR Execution Started` and `DR Execution Failed`, with the members that the requirements show beside those of the envelope. */
export function derivedFrom(envelope: Envelope): readonly BusEntry[] {
  const data = envelope.data as Readonly<Record<string, unknown>>;
  const { executionId, planId, executionType, triggerSource } = data;
  if (envelope.type === "ExecutionRequested")
    return [entry(envelope, "DR Execution Started", { executionId, planId, executionType, triggerSource })];
  if (envelope.type !== "ExecutionFailed") return [];
  const { code, message } = (data["failure"] ?? {}) as { readonly code?: string; readonly message?: string };
  return [entry(envelope, "DR Execution Failed", { executionId: envelope.subject.replace(/^EXEC#/, ""), error: message, code })];
}

function entry(envelope: Envelope, detailType: string, members: Readonly<Record<string, unknown>>): BusEntry {
  const detail = { ...envelope, id: `${envelope.id}:derived`, type: detailType, data: members, ...members };
  return { source: LOG_SOURCE, detailType, detail };
}
