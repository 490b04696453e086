/** How many executions the engine carries at once, how fast it advances them, and what a wave costs early and late in a long plan. */
import { median, toRow, type BenchRow } from "../report.ts";
import type { Load, LoadResult, Percentiles } from "./run-load.ts";
import { spawnLoad } from "./spawn-load.ts";
import { STRETCH, waveCost } from "./wave-cost.ts";

/** Ten waves of five tasks: 126 events from the request to the end. */
const SIZE = { waves: 10, tasksPerWave: 5 };
const SMALL: readonly Load[] = [
  { ...SIZE, concurrent: 1, total: 20, alone: 0 },
  { ...SIZE, concurrent: 50, total: 50, alone: 50 },
  { ...SIZE, concurrent: 500, total: 500, alone: 200 },
];
const LARGE: Load = { ...SIZE, concurrent: 5_000, total: 5_000, alone: 200 };
const LONG: Load = { waves: 1_000, tasksPerWave: 5, concurrent: 1, total: 1, alone: 0 };
/** The large load is begun again only within this time: one of its runs lasts longer than all runs of the others. */
const LARGE_BUDGET_MS = 60_000;

/** Runs the benchmark. Throws if an execution got stuck or anything happened twice: a wrong engine has no figures. */
export async function run(runs: number): Promise<{ rows: BenchRow[]; ratios: Record<string, number> }> {
  const results = new Map<Load, LoadResult[]>([...SMALL, LARGE, LONG].map((load) => [load, []]));
  const measure = async (load: Load, turn: string): Promise<void> => {
    process.stderr.write(`engine: ${caseOf(load)}, run ${turn}\n`);
    const result = await spawnLoad(load);
    if (result.stuck > 0 || result.doubled > 0) throw new Error(`${caseOf(load)}: ${result.stuck} stuck, ${result.doubled} doubled`);
    results.get(load)?.push(result);
  };
  for (let turn = 1; turn <= runs; turn += 1) for (const load of [...SMALL, LONG]) await measure(load, `${turn} of ${runs}`);
  const startedMs = performance.now();
  for (let turn = 1; turn <= runs && (turn === 1 || performance.now() - startedMs < LARGE_BUDGET_MS); turn += 1) {
    await measure(LARGE, `${turn} of ${runs} at most`);
  }
  const costs = (results.get(LONG) ?? []).map(({ waveCpuMs }) => waveCost(waveCpuMs));
  const ratio = (late: (cost: (typeof costs)[number]) => number, early: (cost: (typeof costs)[number]) => number): number =>
    Number(median(costs.map((cost) => late(cost) / early(cost))).toPrecision(3));
  return {
    rows: [...[...SMALL, LARGE].flatMap((load) => loadRows(load, results.get(load) ?? [])), ...longRows(results.get(LONG) ?? [])],
    ratios: {
      wave1000_vs_wave10: ratio(
        ({ wave1000 }) => wave1000,
        ({ wave10 }) => wave10,
      ),
      wave1000_vs_wave10_with_snapshots: ratio(
        ({ lastStretch }) => lastStretch,
        ({ firstStretch }) => firstStretch,
      ),
    },
  };
}

function caseOf({ concurrent, waves, tasksPerWave }: Load): string {
  return `${concurrent.toLocaleString("en")} at once, ${waves.toLocaleString("en")} waves of ${tasksPerWave} tasks`;
}

function loadRows(load: Load, results: readonly LoadResult[]): BenchRow[] {
  const row = (subject: string, unit: string, pick: (result: LoadResult) => number): BenchRow => ({
    ...toRow(subject, caseOf(load), unit, results.map(pick)),
    samples: results.length,
  });
  const latencies = (subject: string, pick: (result: LoadResult) => Percentiles): BenchRow[] =>
    ["p50", "p95", "p99"].map((name, index) => row(`${subject} ${name}`, "ms", (result) => pick(result)[index] ?? Number.NaN));
  return [
    row("executions", "executions/s", ({ executionsPerSecond }) => executionsPerSecond),
    row("events", "events/s", ({ executionsPerSecond, eventsPerExecution }) => executionsPerSecond * eventsPerExecution),
    row("events per execution", "events", ({ eventsPerExecution }) => eventsPerExecution),
    row("processor time per execution", "ms", ({ cpuMsPerExecution }) => cpuMsPerExecution),
    ...latencies("advance latency, one wave at a time", ({ aloneMs }) => aloneMs),
    ...(load.alone > 0 ? latencies("advance latency, all waves at once", ({ saturatedMs }) => saturatedMs) : []),
    row("peak memory (RSS)", "MiB", ({ peakRssMiB }) => peakRssMiB),
    row("stuck", "executions", ({ stuck }) => stuck),
    row("doubled", "events", ({ doubled }) => doubled),
  ];
}

function longRows(results: readonly LoadResult[]): BenchRow[] {
  const costs = results.map(({ waveCpuMs }) => waveCost(waveCpuMs));
  const row = (caseName: string, values: readonly number[]): BenchRow => ({
    ...toRow("processor time per wave", `1,000 waves of 5 tasks, ${caseName}`, "ms", values),
    samples: values.length,
  });
  return [
    row(
      "wave 10",
      costs.map(({ wave10 }) => wave10),
    ),
    row(
      "wave 1,000",
      costs.map(({ wave1000 }) => wave1000),
    ),
    row(
      `first ${STRETCH} waves with their snapshots`,
      costs.map(({ firstStretch }) => firstStretch),
    ),
    row(
      `last ${STRETCH} waves with their snapshots`,
      costs.map(({ lastStretch }) => lastStretch),
    ),
    {
      ...toRow(
        "peak memory (RSS)",
        "1,000 waves of 5 tasks",
        "MiB",
        results.map(({ peakRssMiB }) => peakRssMiB),
      ),
      samples: results.length,
    },
  ];
}
