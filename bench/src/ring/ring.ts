/**
 * How much time the platform itself adds: start, wave advance, status, publish and API latency, and processor time, at 1 and 50 concurrent executions.
 * With `--against DIR` the same on another tree of this repository (a `git worktree` with its dependencies), in turns, so that the ratios are of one machine in one hour.
 * What is asked before each wave has lines of its own: an older tree does not ask, and whoever compares the two has to see both.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { spawnRuntime } from "@dr/local";
import { median, quantile, toRow, type BenchRow } from "../report.ts";
import { load } from "./load.ts";
import { processorSeconds } from "./processor-time.ts";
import { advanceLatencies, publishLags, readTrace, startLatencies, statusLags } from "./trace.ts";
import { onTracedRuntime, type Spawn, type Started } from "./traced-runtime.ts";

/** One run's samples: ms, but `processor`, which is the processor time of an execution in ms, once. */
type Figures = Readonly<Record<Subject, readonly number[]>>;

const SUBJECTS = ["start_latency", "wave_advance_latency", "status_lag", "publish_lag", "api", "processor"] as const;
type Subject = (typeof SUBJECTS)[number];

const CONCURRENCIES = [1, 50];

/** What the requirements ask for (chapter "Performance"): ms, of every one, but of 95 % of the calls of the API. */
const REQUIRED: Readonly<Partial<Record<Subject, { readonly q: number; readonly ms: number }>>> = {
  start_latency: { q: 1, ms: 30_000 },
  status_lag: { q: 1, ms: 5_000 },
  api: { q: 0.95, ms: 2_000 },
  publish_lag: { q: 1, ms: 1_000 },
};

/** Ratios of this tree to the other: figure, and the quantile that is compared. */
const COMPARED: readonly (readonly [name: string, concurrent: number, subject: Subject, q: number])[] = [
  ["processor_time_50", 50, "processor", 0.5],
  ["start_p95_50", 50, "start_latency", 0.95],
  ["api_p95_50", 50, "api", 0.95],
  ["publish_p95_50", 50, "publish_lag", 0.95],
  ["advance_p50_1", 1, "wave_advance_latency", 0.5],
];

/** This tree as it is, and without the question before each wave. */
const HERE = [
  { tree: "here", caseName: "", args: [] },
  { tree: "unasked", caseName: ", readiness not asked", args: ["--no-readiness"] },
] as const;

type Measured = ReadonlyMap<string, readonly Figures[]>;

/** Runs the benchmark `runs` times, each on a fresh runtime with an estate fast enough to add next to nothing. */
export async function run(
  runs: number,
  { against }: { readonly against?: string } = {},
): Promise<{ rows: BenchRow[]; ratios: Record<string, number> }> {
  const rows: BenchRow[] = [];
  const all = new Map<string, readonly Figures[]>();
  const trees = HERE.map(({ args, ...tree }) => ({ ...tree, started: { spawn: spawnRuntime, args } }));
  const other = against === undefined ? [] : [{ tree: "there", caseName: `, ${against}`, started: { spawn: await spawnOf(against) } }];
  for (const concurrent of CONCURRENCIES) {
    for (let index = 0; index < runs; index += 1) {
      process.stderr.write(`ring: ${concurrent} concurrent, run ${index + 1} of ${runs}\n`);
      for (const { tree, started } of [...trees, ...other]) {
        const key = keyOf(tree, concurrent);
        all.set(key, [...(all.get(key) ?? []), await measure(started, concurrent)]);
      }
    }
    for (const { tree, caseName } of [...trees, ...other])
      rows.push(...rowsOf(all.get(keyOf(tree, concurrent)) ?? [], `${concurrent} concurrent${caseName}`));
    if (concurrent > 1) rows.push(...requirementRows(all.get(keyOf("here", concurrent)) ?? [], `${concurrent} concurrent`));
  }
  return { rows, ratios: other.length === 0 ? {} : ratiosOf(all) };
}

function keyOf(tree: string, concurrent: number): string {
  return `${tree} ${concurrent}`;
}

function ratiosOf(all: Measured): Record<string, number> {
  const at = (tree: string, concurrent: number, subject: Subject, q: number) =>
    median((all.get(keyOf(tree, concurrent)) ?? []).map((figures) => quantile(figures[subject], q)));
  return Object.fromEntries(
    HERE.flatMap(({ tree, caseName }) =>
      COMPARED.map(([name, ...what]) => [`${name}${caseName}`, Number((at(tree, ...what) / at("there", ...what)).toFixed(2))] as const),
    ),
  );
}

function rowsOf(figures: readonly Figures[], caseName: string): readonly BenchRow[] {
  return SUBJECTS.flatMap((subject) =>
    (subject === "processor" ? [0.5] : [0.5, 0.95]).map((q) => {
      const name = subject === "processor" ? "processor_time_per_execution" : `${subject}_p${q * 100}`;
      return toRow(
        name,
        caseName,
        "ms",
        figures.map((one) => quantile(one[subject], q)),
      );
    }),
  );
}

/** A line for each figure of the requirements, with what they allow. */
function requirementRows(figures: readonly Figures[], caseName: string): readonly BenchRow[] {
  return Object.entries(REQUIRED).map(([subject, { q, ms }]) => {
    const perRun = figures.map((one) => quantile(one[subject as Subject], q));
    const kept = median(perRun) < ms ? "kept" : "MISSED";
    return toRow(`required: ${subject}_${q === 1 ? "max" : `p${q * 100}`} < ${ms} ms: ${kept}`, caseName, "ms", perRun);
  });
}

/** The runtime of another tree, started by that tree's own code. */
async function spawnOf(folder: string): Promise<Spawn> {
  const module = (await import(pathToFileURL(join(folder, "local/src/index.ts")).href)) as { readonly spawnRuntime: Spawn };
  return module.spawnRuntime;
}

async function measure(started: Started, concurrent: number): Promise<Figures> {
  return onTracedRuntime(started, async (runtime, traceFile) => {
    const pid = runtime.child.pid ?? 0;
    const before = processorSeconds(pid);
    const { requestedAt, api } = await load(runtime, concurrent);
    const processor = ((processorSeconds(pid) - before) * 1_000) / requestedAt.size;
    await runtime.stop();
    const trace = readTrace(traceFile);
    return complete({
      start_latency: startLatencies(trace, requestedAt),
      wave_advance_latency: advanceLatencies(trace),
      status_lag: statusLags(trace),
      publish_lag: publishLags(trace),
      api,
      processor: [processor],
    });
  });
}

/** A figure without a sample says that the trace was read wrongly: no line of it would be worth anything. */
function complete(figures: Figures): Figures {
  const empty = SUBJECTS.filter((subject) => figures[subject].length === 0);
  if (empty.length > 0)
    throw new Error(`the trace holds nothing of ${empty.join(", ")}: bench/src/ring/trace.ts does not know how this runtime names it`);
  return figures;
}
