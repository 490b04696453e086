/** Appends and reads on a local DynamoDB. */
import { startLocalDynamoDb } from "@dr/event-log/testing";
import { median } from "../report.ts";
import { CLIENTS, EVENTS, measureCase, rotated, type Case } from "./cases.ts";
import { createFigures, type Figures } from "./figures.ts";
import { appendsPerSecond } from "./load.ts";
import { castoreOnDynamo, oursOnDynamo, rawPut, type Subject } from "./subjects.ts";

/** Appends and reads with tables as they are deployed, and appends of three to tables without a stream. */
export interface DynamoFigures {
  readonly appends: Figures;
  readonly reads: Figures;
  readonly withoutStream: Figures;
}

/** Appends measured at a time: fewer of the large ones, which castore writes as transactions of that many items. */
const OPERATIONS: Readonly<Record<number, number>> = { 1: 300, 3: 150, 10: 60 };
/** Each subject comes to its turn so often in a case. */
const BLOCKS = 3;
const READ_EVENTS = 200;
const READS = 30;
/** Cases and blocks of a run use streams of their own: all of them new. */
const STREAMS_PER_CASE = 20_000;

const toCase = (clients: number, streams: number, events: number): Case => ({
  subjects: events === 1 ? ["ours", "raw put", "castore"] : ["ours", "castore"],
  load: { clients, streams, events, operations: OPERATIONS[events] ?? 100 },
});
const CASES: readonly Case[] = [
  ...EVENTS.flatMap((events) => CLIENTS.map((clients) => toCase(clients, 1_000, events))),
  ...[10, 10_000].map((streams) => toCase(16, streams, 3)),
];
const CASES_WITHOUT_STREAM: readonly Case[] = CLIENTS.map((clients) => toCase(clients, 1_000, 3));

/** Measures `runs` times, each time on a new engine: Dynoxide's streams make every write a little slower than the one before it. */
export async function measureDynamo(runs: number): Promise<DynamoFigures> {
  const figures: DynamoFigures = { appends: createFigures(), reads: createFigures(), withoutStream: createFigures() };
  for (let run = 0; run < runs; run += 1) {
    process.stderr.write(`log: on DynamoDB, run ${run + 1} of ${runs}\n`);
    await onNewEngine(true, async (subjects) => {
      for (const [index, one] of CASES.entries()) {
        await measureCase(figures.appends, rotated(subjects, run + index), { one, firstStream: index * STREAMS_PER_CASE, blocks: BLOCKS });
      }
      await measureReads(figures.reads, rotated(subjects, run));
    });
    await onNewEngine(false, async (subjects) => {
      for (const [index, one] of CASES_WITHOUT_STREAM.entries()) {
        await measureCase(figures.withoutStream, rotated(subjects, run + index), {
          one,
          firstStream: index * STREAMS_PER_CASE,
          blocks: BLOCKS,
        });
      }
    });
  }
  return figures;
}

async function onNewEngine(stream: boolean, work: (subjects: readonly Subject[]) => Promise<void>): Promise<void> {
  const local = await startLocalDynamoDb();
  try {
    const place = { endpoint: local.endpoint, stream };
    const subjects = [await oursOnDynamo(place), await rawPut(place)];
    // A group append is a transaction, which dynalite does not have.
    if (local.engine === "dynoxide") subjects.push(await castoreOnDynamo(place));
    for (const subject of subjects) {
      await appendsPerSecond(subject, { clients: 16, streams: 60, events: 3, operations: 60, firstStream: 9_000_000 });
    }
    await work(subjects);
  } finally {
    await local.stop();
  }
}

async function measureReads(figures: Figures, subjects: readonly Subject[]): Promise<void> {
  const stream = 8_000_000;
  for (const subject of subjects.filter(({ name }) => name !== "raw put")) {
    for (let written = 0; written < READ_EVENTS; written += 2) await subject.append(stream, 2);
    const times: number[] = [];
    for (let read = 0; read < READS; read += 1) {
      const startedMs = performance.now();
      const count = await subject.read(stream);
      times.push(performance.now() - startedMs);
      if (count !== READ_EVENTS) throw new Error(`${subject.name} read ${count} events instead of ${READ_EVENTS}`);
    }
    figures.note(`read ${READ_EVENTS} events`, subject.name, median(times));
  }
}
