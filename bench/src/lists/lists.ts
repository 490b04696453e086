/** A page of each list in a history of 1,000 and of 100,000 executions and plans: time and requests, on one local engine, in turns. */
import { fillLists, localDocuments, startLocalDynamoDb, type ListCost } from "@dr/event-log/testing";
import { median, toRow, type BenchRow } from "../report.ts";

const SIZES = [1_000, 100_000] as const;
/** A p95 of some milliseconds swings by a third from turn to turn; the middle of 25 turns by less than what is asked for (1.2). */
const TURNS_PER_RUN = 5;

/** Runs the benchmark. `ratios` are those of the long history to the short one. */
export async function run(runs: number): Promise<{ rows: BenchRow[]; ratios: Record<string, number> }> {
  const local = await startLocalDynamoDb();
  const documents = localDocuments(local.endpoint);
  const p95s = new Map<string, number[]>();
  const requests = new Map<string, number[]>();
  try {
    const measures: (readonly [size: number, measure: Awaited<ReturnType<typeof fillLists>>])[] = [];
    for (const size of SIZES) {
      process.stderr.write(`lists: writing ${size} executions and plans\n`);
      measures.push([size, await fillLists(documents, size)]);
    }
    // The first turn warms both up.
    for (const [, measure] of measures) await measure();
    for (let turn = 0; turn < runs * TURNS_PER_RUN; turn += 1)
      for (const [size, measure] of turn % 2 === 0 ? measures : measures.toReversed()) noteAll({ p95s, requests }, size, await measure());
  } finally {
    await local.stop();
  }
  const rowsOf = (figures: ReadonlyMap<string, readonly number[]>, what: string, unit: string): BenchRow[] =>
    [...figures].map(([key, values]) => toRow(key, what, unit, values));
  return {
    rows: [...rowsOf(p95s, "p95 of a page", "ms"), ...rowsOf(requests, "a page", "requests")],
    ratios: { ...ratiosOf(p95s, "p95"), ...ratiosOf(requests, "requests") },
  };
}

const keyOf = (list: string, size: number): string => `${list}, ${size}`;

type Figures = Readonly<Record<"p95s" | "requests", Map<string, number[]>>>;

function noteAll({ p95s, requests }: Figures, size: number, costs: ReadonlyMap<string, ListCost>): void {
  for (const [list, { p95Ms, requests: asked }] of costs) {
    note(p95s, keyOf(list, size), p95Ms);
    note(requests, keyOf(list, size), asked);
  }
}

function note(figures: Map<string, number[]>, key: string, value: number): void {
  const known = figures.get(key);
  if (known) known.push(value);
  else figures.set(key, [value]);
}

function ratiosOf(figures: ReadonlyMap<string, readonly number[]>, what: string): Record<string, number> {
  const [short, long] = SIZES.map((size) => `, ${size}`) as [string, string];
  return Object.fromEntries(
    [...figures].flatMap(([key, values]) => {
      if (!key.endsWith(short)) return [];
      const list = key.slice(0, -short.length);
      return [[`${list}, ${what}`, Number((median(figures.get(`${list}${long}`) ?? []) / median(values)).toPrecision(3))]];
    }),
  );
}
