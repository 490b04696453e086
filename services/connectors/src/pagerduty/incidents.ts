/** Which incidents an event opens and which it closes. */
import type { ExecutionContext, MappingInput } from "@dr/delivery";

/** An incident to open. The key is that of the thing, not of the event: the same thing again is the same incident. */
export interface Incident {
  readonly dedupKey: string;
  readonly severity: "critical" | "error" | "warning" | "info";
  readonly summary: (context: ExecutionContext) => string;
  readonly component?: string;
}

/** What an event does to incidents; `resolves` holds only what is open. */
export interface Incidents {
  readonly triggers: readonly Incident[];
  readonly resolves: readonly string[];
}

const KEY = 255;
const keyOf = (...parts: readonly (string | number)[]): string => parts.join(":").slice(0, KEY);
const NOTHING: Incidents = { triggers: [], resolves: [] };

/** The incidents of an event. `open` are those of its execution that stand. */
export function incidentsOf(
  { type, subject, data }: Pick<MappingInput["event"], "type" | "subject" | "data">,
  open: readonly string[],
): Incidents {
  const whole = keyOf("dr", subject);
  const task = keyOf("dr", subject, String(data["waveNumber"]), String(data["taskId"]));
  const pause = keyOf("dr", subject, "approval", String(data["pauseId"]));
  const resolves = (key: string): Incidents => ({ triggers: [], resolves: open.includes(key) ? [key] : [] });
  switch (type) {
    case "ExecutionPaused": {
      const asks = data["approval"] !== undefined && data["approval"] !== null;
      const summary = ({ planId }: ExecutionContext) =>
        `${planId}: a recovery ${asks ? "waits for an approval" : "is paused"} (${subject})`;
      return { triggers: [{ dedupKey: pause, severity: "warning", summary }], resolves: [] };
    }
    case "ExecutionResumed":
      return resolves(pause);
    case "TechnologyFailed": {
      const { message = "" } = (data["failure"] ?? {}) as { message?: string };
      const summary = ({ planId }: ExecutionContext) => `${planId}: task ${String(data["taskId"])} failed: ${message} (${subject})`;
      return { triggers: [{ dedupKey: task, severity: "error", summary, component: String(data["technology"]) }], resolves: [] };
    }
    case "TechnologyCompleted":
    case "TechnologySkipped":
      return resolves(task);
    case "ExecutionFailed": {
      const summary = ({ planId }: ExecutionContext) => `${planId}: the recovery failed (${subject})`;
      return { triggers: [{ dedupKey: whole, severity: "critical", summary }], resolves: [] };
    }
    case "ExecutionRedriven":
      return resolves(whole);
    case "ExecutionCompleted":
    case "ExecutionCancelled":
      return { triggers: [], resolves: open };
    default:
      return NOTHING;
  }
}
