/** Appends in memory. */
import { appendsPerSecond } from "./load.ts";
import { CLIENTS, EVENTS, measureCase, rotated, type Case } from "./cases.ts";
import { createFigures, type Figures } from "./figures.ts";
import { castoreInMemory, oursInMemory } from "./subjects.ts";

const STREAMS = [10, 1_000, 10_000];
/** Short enough that no stream grows beyond what an execution writes: castore looks through the whole stream at each append. */
const OPERATIONS = 2_000;
/** Turns for each run: they are short, and one in a hundred meets the garbage collector. */
const TURNS = 3;

const toCase = (clients: number, streams: number, events: number): Case => ({
  subjects: ["ours", "castore"],
  load: { clients, streams, events, operations: OPERATIONS },
});
const CASES: readonly Case[] = [
  ...EVENTS.flatMap((events) => STREAMS.map((streams) => toCase(1, streams, events))),
  ...CLIENTS.filter((clients) => clients > 1).map((clients) => toCase(clients, 1_000, 3)),
];

/** Measures `runs` times. Each turn has logs of its own, filled to the number of streams, so that none measures what the turn before left behind. */
export async function measureMemory(runs: number): Promise<Figures> {
  const figures = createFigures();
  process.stderr.write("log: in memory, warming up\n");
  for (let turn = -TURNS; turn < runs * TURNS; turn += 1) {
    if (turn >= 0 && turn % TURNS === 0) process.stderr.write(`log: in memory, run ${turn / TURNS + 1} of ${runs}\n`);
    for (const one of CASES) {
      const subjects = rotated([oursInMemory(), castoreInMemory()], turn + TURNS);
      for (const subject of subjects) await appendsPerSecond(subject, { ...one.load, firstStream: 0, operations: one.load.streams });
      await measureCase(turn < 0 ? createFigures() : figures, subjects, { one, firstStream: 0, blocks: 1 });
    }
  }
  return figures;
}
