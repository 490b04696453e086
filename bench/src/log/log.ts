/** Appends and reads of our log against a raw PutItem and castore, on one local DynamoDB and in memory. */
import { startLocalDynamoDb } from "@dr/event-log/testing";
import { median, toRow, type BenchRow } from "../report.ts";
import { appendsPerSecond, type Load } from "./load.ts";
import { castoreInMemory, castoreOnDynamo, oursInMemory, oursOnDynamo, rawPut, type Subject } from "./subjects.ts";

interface Case {
  readonly load: Omit<Load, "firstStream">;
  readonly subjects: readonly string[];
}

/** Figures of each subject in each case, one per run. */
type Figures = Map<string, Map<string, number[]>>;

const EVENTS = [1, 3, 10];
const CLIENTS = [1, 16, 50];
const STREAMS = [10, 1_000, 10_000];
/** Appends measured at a time: fewer of the large ones, which castore writes as transactions of that many items. */
const DYNAMO_OPERATIONS: Readonly<Record<number, number>> = { 1: 300, 3: 120, 10: 40 };
/** Short enough that no stream grows beyond what an execution writes: castore looks through the whole stream at each append. */
const IN_MEMORY = { clients: 1, operations: 2_000 };
/** Turns in memory for each run: they are short, and one in a hundred meets the garbage collector. */
const MEMORY_TURNS = 3;
const READ_EVENTS = 200;
const READS = 50;

const subjectsFor = (events: number): readonly string[] => (events === 1 ? ["ours", "raw put", "castore"] : ["ours", "castore"]);
const dynamoCases: readonly Case[] = [
  ...EVENTS.flatMap((events) =>
    CLIENTS.map((clients): Case => ({
      subjects: subjectsFor(events),
      load: { clients, streams: 1_000, events, operations: DYNAMO_OPERATIONS[events] ?? 100 },
    })),
  ),
  ...[10, 10_000].map((streams): Case => ({
    subjects: ["ours", "castore"],
    load: { clients: 16, streams, events: 3, operations: DYNAMO_OPERATIONS[3] ?? 100 },
  })),
];
const memoryCases: readonly Case[] = [
  ...EVENTS.flatMap((events) =>
    STREAMS.map((streams): Case => ({ subjects: ["ours", "castore"], load: { ...IN_MEMORY, streams, events } })),
  ),
  ...CLIENTS.filter((clients) => clients > 1).map((clients): Case => ({
    subjects: ["ours", "castore"],
    load: { ...IN_MEMORY, clients, streams: 1_000, events: 3 },
  })),
];

/** Runs the benchmark. Within a run the subjects take turns case by case, each run beginning with another one; ratios are medians of the runs' own. */
export async function run(runs: number): Promise<{ rows: BenchRow[]; ratios: Record<string, number> }> {
  const dynamo: Figures = new Map();
  const reads: Figures = new Map();
  const memory: Figures = new Map();
  const local = await startLocalDynamoDb();
  try {
    const all = [await oursOnDynamo(local.endpoint), await rawPut(local.endpoint)];
    // A group append is a transaction, which dynalite does not have.
    if (local.engine === "dynoxide") all.push(await castoreOnDynamo(local.endpoint));
    for (const subject of all)
      await appendsPerSecond(subject, { clients: 16, streams: 100, events: 3, operations: 300, firstStream: 9_000_000 });
    for (let turn = 0; turn < runs; turn += 1) {
      process.stderr.write(`log: on ${local.engine}, run ${turn + 1} of ${runs}\n`);
      await measureAppends(dynamo, rotated(all, turn), { cases: dynamoCases, turn });
      await measureReads(reads, rotated(all, turn), turn);
    }
  } finally {
    await local.stop();
  }
  // Turns below zero only warm up. Each turn has logs of its own, so that none measures what the turn before left behind.
  for (let turn = -MEMORY_TURNS; turn < runs * MEMORY_TURNS; turn += 1) {
    const figures: Figures = turn < 0 ? new Map() : memory;
    process.stderr.write(turn < 0 ? "log: in memory, warming up\n" : `log: in memory, turn ${turn + 1} of ${runs * MEMORY_TURNS}\n`);
    for (const one of memoryCases) {
      const subjects = rotated([oursInMemory(), castoreInMemory()], turn + MEMORY_TURNS);
      await measureAppends(figures, subjects, { cases: [one], turn: 0, prefill: true });
    }
  }
  return {
    rows: [...rowsOf(dynamo, "DynamoDB", "appends/s"), ...rowsOf(reads, "DynamoDB", "ms"), ...rowsOf(memory, "memory", "appends/s")],
    ratios: ratiosOf(dynamo, memory),
  };
}

async function measureAppends(
  figures: Figures,
  subjects: readonly Subject[],
  { cases, turn, prefill = false }: { readonly cases: readonly Case[]; readonly turn: number; readonly prefill?: boolean },
): Promise<void> {
  for (const [index, { load, subjects: wanted }] of cases.entries()) {
    // Streams of its own for each case and turn: all of them new, or all of them there.
    const firstStream = (turn * cases.length + index) * 20_000;
    for (const subject of subjects.filter(({ name }) => wanted.includes(name))) {
      if (prefill) await appendsPerSecond(subject, { ...load, firstStream, operations: load.streams });
      note(figures, subject.name, caseName(load), await appendsPerSecond(subject, { ...load, firstStream }));
    }
  }
}

async function measureReads(figures: Figures, subjects: readonly Subject[], turn: number): Promise<void> {
  const stream = 8_000_000 + turn;
  for (const subject of subjects.filter(({ name }) => name !== "raw put")) {
    for (let written = 0; written < READ_EVENTS; written += 2) await subject.append(stream, 2);
    const times: number[] = [];
    for (let read = 0; read < READS; read += 1) {
      const started = performance.now();
      const count = await subject.read(stream);
      times.push(performance.now() - started);
      if (count !== READ_EVENTS) throw new Error(`${subject.name} read ${count} events instead of ${READ_EVENTS}`);
    }
    note(figures, subject.name, `read ${READ_EVENTS} events`, median(times));
  }
}

function caseName({ clients, streams, events }: Omit<Load, "firstStream">): string {
  return `append ${events}, ${clients} clients, ${streams} streams`;
}

function note(figures: Figures, subject: string, caseOf: string, value: number): void {
  const bySubject = figures.get(caseOf) ?? new Map<string, number[]>();
  bySubject.set(subject, [...(bySubject.get(subject) ?? []), value]);
  figures.set(caseOf, bySubject);
}

function rowsOf(figures: Figures, place: string, unit: string): BenchRow[] {
  return [...figures].flatMap(([caseOf, bySubject]) =>
    [...bySubject].map(([subject, values]) => toRow(`${subject} (${place})`, caseOf, unit, values)),
  );
}

/**
 * The ratios against DynamoDB are the lowest over the cases of that size. Those in memory are taken at 10,000 streams; `memory_vs_castore` is that of three
 * events, the size of a wave's advance. castore keeps a reference to what it is given; we copy it and hash it, which shows most with a single event.
 */
function ratiosOf(dynamo: Figures, memory: Figures): Record<string, number> {
  const vsCastore = (events: number): number => lowest(memory, caseName({ ...IN_MEMORY, streams: 10_000, events }), ["ours", "castore"]);
  const ratios = {
    append3_vs_castore: lowest(dynamo, "append 3,", ["ours", "castore"]),
    append1_vs_raw_put: lowest(dynamo, "append 1,", ["ours", "raw put"]),
    memory_vs_castore: vsCastore(3),
    memory_vs_castore_1_event: vsCastore(1),
    memory_vs_castore_10_events: vsCastore(10),
    memory_10000_vs_10_streams: acrossStreams(memory, 3),
  };
  return Object.fromEntries(Object.entries(ratios).filter(([, value]) => Number.isFinite(value)));
}

function lowest(figures: Figures, prefix: string, [one, other]: readonly [string, string]): number {
  const ratios = [...figures]
    .filter(([caseOf, bySubject]) => caseOf.startsWith(prefix) && bySubject.has(one) && bySubject.has(other))
    .map(([, bySubject]) => pairedRatio(bySubject.get(one) ?? [], bySubject.get(other) ?? []));
  return Math.min(...ratios);
}

function acrossStreams(memory: Figures, events: number): number {
  const of = (streams: number): readonly number[] => memory.get(caseName({ ...IN_MEMORY, streams, events }))?.get("ours") ?? [];
  return pairedRatio(of(10_000), of(10));
}

/** The median of the ratios within each run: what slowed a whole run down slowed both. */
function pairedRatio(ones: readonly number[], others: readonly number[]): number {
  return Number(median(ones.map((value, run) => value / (others[run] ?? Number.NaN))).toPrecision(3));
}

function rotated<T>(items: readonly T[], by: number): readonly T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
