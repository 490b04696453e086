/** Which figures an event gives. Names and few tags: no id of an execution is a dimension, or every execution would be a series of its own. */
import { ACTS_ON, type MappingInput } from "@dr/delivery";
import { eventsUpTo, msOf, type ReadLog, type ToldEvent } from "./told-events.ts";

/** One figure. Durations in seconds. */
export interface Figure {
  readonly name: string;
  readonly kind: "count" | "gauge";
  readonly value: number;
  readonly tags: Readonly<Record<string, string>>;
}

const ENDS: Readonly<Record<string, string>> = {
  ExecutionCompleted: "completed",
  ExecutionFailed: "failed",
  ExecutionCancelled: "cancelled",
};
const WANTED: ReadonlySet<string> = new Set(ACTS_ON.datadog);

/** The figures of an event; the log is read only where an event is measured against an earlier one. */
export async function metricsOf({ event, context }: Pick<MappingInput, "event" | "context">, readLog: ReadLog): Promise<readonly Figure[]> {
  const { type, data } = event;
  if (!WANTED.has(type)) return [];
  const tags = { execution_type: context.executionType, mode: context.mode };
  const count = (name: string, more: Readonly<Record<string, string>> = {}): Figure => ({
    name: `dr.${name}`,
    kind: "count",
    value: 1,
    tags: { ...tags, ...more },
  });
  if (type === "ExecutionStarted") return [count("execution.started")];
  if (type === "TechnologyFailed") {
    const { code = "unknown" } = (data["failure"] ?? {}) as { code?: string };
    return [count("technology.failed", { technology: String(data["technology"]), code })];
  }
  const told = await eventsUpTo(readLog, event.subject, event.sequence);
  const since = (isStart: (each: ToldEvent) => boolean): number | undefined => {
    const start = told.findLast((each) => each.version < event.sequence && isStart(each));
    return start && (Date.parse(event.time) - msOf(start)) / 1_000;
  };
  const gauge = (name: string, value: number | undefined, more: Readonly<Record<string, string>> = {}): readonly Figure[] =>
    value === undefined ? [] : [{ name: `dr.${name}`, kind: "gauge", value, tags: { ...tags, ...more } }];
  if (type === "ExecutionResumed")
    return gauge(
      "approval.wait",
      since((each) => each.type === "ExecutionPaused" && each.data["pauseId"] === data["pauseId"]),
    );
  const outcome = ENDS[type];
  if (outcome === undefined) {
    const seconds = since(
      (each) => each.type === "WaveStarted" && each.data["waveNumber"] === data["waveNumber"] && each.data["part"] === 1,
    );
    return gauge("wave.duration", seconds, { outcome: type === "WaveCompleted" ? "completed" : "failed" });
  }
  return [
    count("execution.ended", { outcome }),
    ...gauge(
      "execution.duration",
      since((each) => each.type === "ExecutionRequested"),
      { outcome },
    ),
  ];
}
