/** The trace of an execution, rebuilt from its events: a span for it, for each wave, and for each attempt of a task. The same events give the same trace. */
import { createHash } from "node:crypto";
import type { ExecutionContext } from "@dr/delivery";
import { attribute, nano, resource, scope } from "./otlp-json.ts";
import { msOf, type ToldEvent } from "./told-events.ts";

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: 1;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly object[];
  readonly status: { readonly code: 1 | 2; readonly message?: string };
}

const idOf = (length: number, ...parts: readonly string[]): string =>
  createHash("sha256").update(parts.join("|")).digest("hex").slice(0, length);
const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** An `ExportTraceServiceRequest` in OTLP's JSON. What has no end by then ends with the execution. */
export function toTrace(events: readonly ToldEvent[], { executionId, planId, executionType, mode }: ExecutionContext): object {
  const traceId = idOf(32, "dr", executionId);
  const rootId = idOf(16, "dr", executionId, "execution");
  const first = events[0];
  const last = events.at(-1);
  const startMs = first ? msOf(first) : 0;
  const endMs = last ? msOf(last) : 0;
  const span = (
    name: string,
    key: string,
    parts: Omit<Span, "traceId" | "spanId" | "kind" | "name" | "startTimeUnixNano" | "endTimeUnixNano"> & {
      readonly from: number;
      readonly to: number;
    },
  ): Span => {
    const { from, to, ...rest } = parts;
    return {
      traceId,
      spanId: idOf(16, "dr", executionId, key),
      name,
      kind: 1,
      startTimeUnixNano: nano(from),
      endTimeUnixNano: nano(Math.max(from, to)),
      ...rest,
    };
  };
  const root = span(`${executionType} of ${planId}`, "execution", {
    from: startMs,
    to: endMs,
    attributes: [
      attribute("dr.execution.id", executionId),
      attribute("dr.plan.id", planId),
      attribute("dr.execution.type", executionType),
      attribute("dr.mode", mode),
    ],
    status: last?.type === "ExecutionCompleted" ? { code: 1 } : { code: 2, message: last?.type ?? "" },
  });
  const waves = events.filter(({ type, data }) => type === "WaveStarted" && data["part"] === 1);
  const waveKey = (started: ToldEvent): string => `wave|${started.version}`;
  const waveSpans = waves.map((started) => {
    const number = started.data["waveNumber"];
    const ended = events.find(
      ({ type, version, data }) =>
        version > started.version && (type === "WaveCompleted" || type === "WaveFailed") && data["waveNumber"] === number,
    );
    const status: Span["status"] = ended?.type === "WaveCompleted" ? { code: 1 } : { code: 2, message: ended?.type ?? "not ended" };
    const attributes = [attribute("dr.wave", text(number))];
    return span(`wave ${text(number)} ${text(started.data["name"])}`.trim(), waveKey(started), {
      parentSpanId: rootId,
      from: msOf(started),
      to: ended ? msOf(ended) : endMs,
      attributes,
      status,
    });
  });
  const taskSpans = events
    .filter(({ type }) => type === "TechnologyStarted")
    .map((started) => {
      const { operationId, taskId, technology, waveNumber, phase } = started.data;
      const ended = events.find(
        ({ type, version, data }) =>
          version > started.version &&
          (type === "TechnologyCompleted" || type === "TechnologyFailed") &&
          data["operationId"] === operationId,
      );
      const wave = waves.findLast(({ version, data }) => version < started.version && data["waveNumber"] === waveNumber);
      const status: Span["status"] = ended?.type === "TechnologyCompleted" ? { code: 1 } : { code: 2, message: ended?.type ?? "not ended" };
      return span(`${text(technology)} ${text(taskId)}`, `task|${text(operationId)}|${started.version}`, {
        parentSpanId: wave ? idOf(16, "dr", executionId, waveKey(wave)) : rootId,
        from: msOf(started),
        to: ended ? msOf(ended) : endMs,
        attributes: [attribute("dr.task", text(taskId)), attribute("dr.technology", text(technology)), attribute("dr.phase", text(phase))],
        status,
      });
    });
  return { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [root, ...waveSpans, ...taskSpans] }] }] };
}
