/** Watches a ring: how long waves take to advance, and what each costs. */
import type { RingWatch } from "./ring.ts";

/** What was seen since the last `reset`. Latencies in ms; `waveCpuMs` is the processor time between one wave's arrival and the next one's. */
export interface Meter extends RingWatch {
  readonly events: () => number;
  readonly advanceMs: () => readonly number[];
  readonly waveCpuMs: () => readonly number[];
  readonly reset: () => void;
}

/** A meter. `onEnded` gets the number of executions that have completed so far. The price of a wave is taken only on request: asking costs, too. */
export function createMeter({ onEnded, withCpu }: { readonly onEnded: (ended: number) => void; readonly withCpu: boolean }): Meter {
  const lastFactMs = new Map<string, number>();
  let advanceMs: number[] = [];
  let waveCpuMs: number[] = [];
  let cpuMs = totalCpuMs();
  let events = 0;
  let ended = 0;
  return {
    onCommit: ({ streamId, events: committed }) => {
      if (!streamId.startsWith("EXEC#")) return;
      events += committed.length;
      if (!committed.some(({ type }) => type === "ExecutionCompleted")) return;
      ended += 1;
      onEnded(ended);
    },
    onFact: ({ detail }) => {
      if (detail.type === "TechnologyCompleted") lastFactMs.set(detail.subject, performance.now());
    },
    onWave: (executionId) => {
      const factMs = lastFactMs.get(executionId);
      if (factMs !== undefined) advanceMs.push(performance.now() - factMs);
      if (!withCpu) return;
      const now = totalCpuMs();
      waveCpuMs.push(now - cpuMs);
      cpuMs = now;
    },
    events: () => events,
    advanceMs: () => advanceMs,
    waveCpuMs: () => waveCpuMs,
    reset: () => {
      advanceMs = [];
      waveCpuMs = [];
      cpuMs = totalCpuMs();
      events = 0;
    },
  };
}

/** Processor time of this process so far, all its threads together, in ms. */
export function totalCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
