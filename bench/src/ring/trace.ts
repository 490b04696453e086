/** Reads the runtime's trace and takes latencies from it. */
import { readFileSync } from "node:fs";
import * as z from "zod";

const entrySchema = z.looseObject({
  kind: z.enum(["bus", "delivery"]),
  at: z.number(),
  id: z.string().optional(),
  type: z.string().optional(),
  time: z.string().optional(),
  subject: z.string().optional(),
  data: z.looseObject({ waveNumber: z.number().optional(), executionId: z.string().optional(), taskId: z.string().optional() }).nullish(),
  target: z.string().optional(),
});

/** One observation of the runtime. */
export type TraceEntry = z.infer<typeof entrySchema>;

/** All observations in a trace file. */
export function readTrace(file: string): TraceEntry[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => entrySchema.parse(JSON.parse(line)));
}

/** An adapter's queue, as it is named today and as it was before every deployed name began with `dr-`. */
const ADAPTER_QUEUE = /^(dr-)?adapter-/;

/** Request to the first delivery of `WaveStarted` to an adapter, in ms, for each execution that has a start time. */
export function startLatencies(trace: readonly TraceEntry[], requestedAt: ReadonlyMap<string, number>): number[] {
  const first = firstDeliveries(trace);
  return [...requestedAt].flatMap(([executionId, at]) => {
    const delivered = first.get(`${executionId}#1`);
    return delivered === undefined ? [] : [delivered - at];
  });
}

/** Last fact of a wave on the bus to `WaveStarted` of the next wave at its adapter, in ms. The estate's own time lies before that fact. */
export function advanceLatencies(trace: readonly TraceEntry[]): number[] {
  const lastFact = new Map<string, number>();
  for (const { kind, type, at, data } of trace) {
    if (kind !== "bus" || type !== "TechnologyCompleted" || !data?.executionId) continue;
    // The recorded fact of the same name follows the adapter's; the first one on the bus is the adapter's word.
    const key = `${data.executionId}#${data.waveNumber}`;
    if (!lastFact.has(key)) lastFact.set(key, at);
  }
  return [...firstDeliveries(trace)].flatMap(([key, delivered]) => {
    const [executionId, wave] = key.split("#");
    const fact = lastFact.get(`${executionId}#${Number(wave) - 1}`);
    return fact === undefined ? [] : [delivered - fact];
  });
}

/** Time between the decision that recorded an event and its arrival on the bus, in ms. */
export function publishLags(trace: readonly TraceEntry[]): number[] {
  return trace.flatMap(({ kind, id, time, at }) =>
    kind === "bus" && id?.startsWith("EXEC#") === true && time !== undefined ? [at - Date.parse(time)] : [],
  );
}

/**
 * An adapter's word on the end of a task to the recorded fact of it on the bus, in ms: from then on at the latest every status tells it, since a status
 * is read from the log, and nothing is published before it is in there.
 */
export function statusLags(trace: readonly TraceEntry[]): number[] {
  const said = new Map<string, number>();
  const lags: number[] = [];
  for (const { kind, id, type, at, data } of trace) {
    if (kind !== "bus" || type !== "TechnologyCompleted" || !data?.executionId) continue;
    const key = `${data.executionId}#${data.taskId}`;
    const spoken = said.get(key);
    if (id?.startsWith("EXEC#") !== true) said.set(key, spoken ?? at);
    else if (spoken !== undefined) {
      lags.push(at - spoken);
      said.delete(key);
    }
  }
  return lags;
}

function firstDeliveries(trace: readonly TraceEntry[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const { kind, type, at, data, target } of trace) {
    if (kind !== "delivery" || type !== "WaveStarted" || !target || !ADAPTER_QUEUE.test(target)) continue;
    const key = `${data?.executionId}#${data?.waveNumber}`;
    if (!first.has(key)) first.set(key, at);
  }
  return first;
}
