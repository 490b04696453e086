/** How much time the platform itself adds: start, wave advance, publish lag and API latency at 1 and 50 concurrent executions. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { spawnRuntime, type SignedClient, type SpawnedRuntime } from "@dr/local";
import { quantile, toRow, type BenchRow } from "../report.ts";
import { advanceLatencies, publishLags, readTrace, startLatencies } from "./trace.ts";

/** One run's figures: p50 and p95 in ms. */
interface Figures {
  readonly start: readonly number[];
  readonly advance: readonly number[];
  readonly publish: readonly number[];
  readonly api: readonly number[];
}

const wavesPerPlan = 3;
const concurrencies = [1, 50];
/** At concurrency 1 several executions run one after the other, so that a percentile means something. */
const executionsInARow = 10;

/** Runs the benchmark `runs` times, each on a fresh runtime with an estate fast enough to add next to nothing. */
export async function run(runs: number): Promise<{ rows: BenchRow[]; ratios: Record<string, number> }> {
  const rows: BenchRow[] = [];
  for (const concurrent of concurrencies) {
    const figures: Figures[] = [];
    for (let index = 0; index < runs; index += 1) {
      process.stderr.write(`ring: ${concurrent} concurrent, run ${index + 1} of ${runs}\n`);
      figures.push(await measure(concurrent));
    }
    for (const [subject, pick] of Object.entries(subjects)) {
      for (const q of [0.5, 0.95]) {
        const perRun = figures.map((one) => quantile(pick(one), q));
        rows.push(toRow(`${subject}_p${q * 100}`, `${concurrent} concurrent`, "ms", perRun));
      }
    }
  }
  return { rows, ratios: {} };
}

const subjects: Readonly<Record<string, (figures: Figures) => readonly number[]>> = {
  start_latency: (figures) => figures.start,
  wave_advance_latency: (figures) => figures.advance,
  publish_lag: (figures) => figures.publish,
  api: (figures) => figures.api,
};

async function measure(concurrent: number): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), "dr-bench-"));
  const traceFile = join(folder, "trace.jsonl");
  const runtime = await spawnRuntime({ args: ["--port", "0", "--data", folder, "--speed", "10000", "--trace", traceFile] });
  try {
    const api: number[] = [];
    const requestedAt = await load(runtime, concurrent, api);
    await runtime.stop();
    const trace = readTrace(traceFile);
    return { start: startLatencies(trace, requestedAt), advance: advanceLatencies(trace), publish: publishLags(trace), api };
  } finally {
    await runtime.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs the executions and times every API call on the way; returns when each was requested. */
async function load(runtime: SpawnedRuntime, concurrent: number, api: number[]): Promise<Map<string, number>> {
  const planner = timed(runtime.as("DRPlanManager"), api);
  const operator = timed(runtime.as("DROperator"), api);
  const names = Array.from({ length: Math.max(concurrent, executionsInARow) }, (_, index) => `b${index}`);
  for (const name of names) await planner({ method: "POST", path: "/api/v1/plans", body: plan(name) });
  const requestedAt = new Map<string, number>();
  const runOne = async (name: string): Promise<void> => {
    const at = performance.timeOrigin + performance.now();
    const answer = await operator<{ executionId: string }>({
      method: "POST",
      path: "/api/v1/executions",
      body: { planId: name, executionType: "recovery" },
    });
    requestedAt.set(answer.body.executionId, at);
    await untilEnded(operator, answer.body.executionId);
  };
  if (concurrent > 1) await Promise.all(names.map(runOne));
  else for (const name of names) await runOne(name);
  return requestedAt;
}

async function untilEnded(client: SignedClient, executionId: string): Promise<void> {
  for (;;) {
    const { body } = await client<{ status: string }>({ method: "GET", path: `/api/v1/executions/${executionId}/status` });
    if (body.status === "completed") return;
    if (body.status === "failed" || body.status === "cancelled") throw new Error(`${executionId} ended ${body.status}`);
    await sleep(250);
  }
}

function timed(client: SignedClient, samples: number[]): SignedClient {
  return async (call) => {
    const before = performance.now();
    const answer = await client(call);
    samples.push(performance.now() - before);
    return answer as never;
  };
}

function plan(planId: string): Record<string, unknown> {
  const waves = Array.from({ length: wavesPerPlan }, (_, index) => ({
    waveNumber: index + 1,
    name: `Wave ${index + 1}`,
    technologies: [{ type: "database", operation: "failover", resources: { clusters: [`${planId}-cluster-${index + 1}`] } }],
    dependencies: index === 0 ? [] : [index],
  }));
  return { planId, name: planId, waves };
}
