/** Optional record of what reached the bus and the functions, and when: the benchmarks' raw data. */
import { appendFile } from "node:fs/promises";

/** One observation. `at` is ms since the epoch with fractions. */
export interface TraceEntry {
  readonly kind: "bus" | "delivery";
  readonly at: number;
  /** Our own event id, and what the event says of itself. */
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly subject: string;
  readonly data: unknown;
  /** Function that the event was delivered to. */
  readonly target?: string;
}

/** Takes an EventBridge event (or its JSON) as it passes. */
export interface Trace {
  readonly onBus: (detail: unknown) => void;
  readonly onDelivery: (target: string, bodies: readonly string[]) => void;
  readonly stop: () => Promise<void>;
}

const flushEveryMs = 200;

/** Appends to `file`; without a file it does nothing at no cost. */
export function createTrace(file: string | undefined): Trace {
  if (file === undefined) return { onBus: () => undefined, onDelivery: () => undefined, stop: () => Promise.resolve() };
  let lines: string[] = [];
  const nowMs = (): number => performance.timeOrigin + performance.now();
  const record = (kind: TraceEntry["kind"], at: number, detail: unknown, target?: string): void => {
    const { id, type, time, subject, data } = (detail ?? {}) as TraceEntry;
    lines.push(JSON.stringify({ kind, at, id, type, time, subject, data, target }));
  };
  const flush = async (): Promise<void> => {
    const written = lines;
    lines = [];
    if (written.length > 0) await appendFile(file, `${written.join("\n")}\n`);
  };
  const timer = setInterval(() => void flush(), flushEveryMs);
  return {
    onBus: (detail) => record("bus", nowMs(), typeof detail === "string" ? JSON.parse(detail) : detail),
    onDelivery: (target, bodies) => {
      const at = nowMs();
      for (const body of bodies) record("delivery", at, (JSON.parse(body) as { detail?: unknown }).detail, target);
    },
    stop: async () => {
      clearInterval(timer);
      await flush();
    },
  };
}
