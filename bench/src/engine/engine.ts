/** How many executions the engine carries at once, how fast it advances them, and what a wave costs early and late in a long plan. */
import { median, toRow, type BenchRow } from "../report.ts";
import type { Load, LoadResult, Percentiles } from "./run-load.ts";
import { spawnLoad } from "./spawn-load.ts";
import { STRETCH, waveCost, type WaveCost } from "./wave-cost.ts";

/** Ten waves of five tasks: 126 events from the request to the end. */
const SIZE = { waves: 10, tasksPerWave: 5 };
const LOADS: readonly Load[] = [
  { ...SIZE, concurrent: 1, total: 20, alone: 0 },
  { ...SIZE, concurrent: 50, total: 50, alone: 50 },
  { ...SIZE, concurrent: 500, total: 500, alone: 200 },
  { ...SIZE, concurrent: 5_000, total: 5_000, alone: 200 },
  { waves: 1, tasksPerWave: 1_000, concurrent: 1, total: 1, alone: 0 },
];
const LONG: Load = { waves: 1_000, tasksPerWave: 5, concurrent: 1, total: 1, alone: 0 };

/** Runs the benchmark. Throws if an execution got stuck or anything happened twice: a wrong engine has no figures. */
export async function run(runs: number): Promise<{ rows: BenchRow[]; ratios: Record<string, number> }> {
  const results = new Map<Load, LoadResult[]>([...LOADS, LONG].map((load) => [load, []]));
  const measure = async (load: Load, turn: string): Promise<void> => {
    process.stderr.write(`engine: ${caseOf(load)}, run ${turn}\n`);
    const result = await spawnLoad(load);
    if (result.stuck > 0 || result.doubled > 0) throw new Error(`${caseOf(load)}: ${result.stuck} stuck, ${result.doubled} doubled`);
    results.get(load)?.push(result);
  };
  for (let turn = 1; turn <= runs; turn += 1) for (const load of [...LOADS, LONG]) await measure(load, `${turn} of ${runs}`);
  const costs = (results.get(LONG) ?? []).map(({ waveCpuMs }) => waveCost(waveCpuMs));
  const ratio = (late: (cost: WaveCost) => number, early: (cost: WaveCost) => number): number =>
    Number(median(costs.map((cost) => late(cost) / early(cost))).toPrecision(3));
  return {
    rows: [...LOADS.flatMap((load) => loadRows(load, results.get(load) ?? [])), ...longRows(results.get(LONG) ?? [])],
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
  const row = (subject: string, unit: string, pick: (result: LoadResult) => number): BenchRow =>
    toRow(subject, caseOf(load), unit, results.map(pick));
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
  const perWave = (of: string, pick: (cost: WaveCost) => number): BenchRow =>
    toRow("processor time per wave", `1,000 waves of 5 tasks, ${of}`, "ms", costs.map(pick));
  const peaks = results.map(({ peakRssMiB }) => peakRssMiB);
  return [
    perWave("wave 10", ({ wave10 }) => wave10),
    perWave("wave 1,000", ({ wave1000 }) => wave1000),
    perWave(`first ${STRETCH} waves with their snapshots`, ({ firstStretch }) => firstStretch),
    perWave(`last ${STRETCH} waves with their snapshots`, ({ lastStretch }) => lastStretch),
    toRow("peak memory (RSS)", "1,000 waves of 5 tasks", "MiB", peaks),
  ];
}
