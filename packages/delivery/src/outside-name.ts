/** What the world outside calls our events: `dr.<subject>.<what_happened>`. */
import type { Envelope } from "@dr/events";

/** `ExecutionStarted` → `dr.execution.started`, `TechnologyRetryScheduled` → `dr.technology.retry_scheduled`; a pause that waits for approval is `dr.approval.requested`. */
export function outsideName({ type, data }: Pick<Envelope, "type" | "data">): string {
  if (type === "ExecutionPaused" && data["approval"] !== null && data["approval"] !== undefined) return "dr.approval.requested";
  const [subject = "", ...rest] = type.match(/[A-Z][a-z0-9]*/g) ?? [type];
  return ["dr", subject, rest.join("_")]
    .filter((part) => part !== "")
    .join(".")
    .toLowerCase();
}
