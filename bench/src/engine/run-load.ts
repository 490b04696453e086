/** One load on a ring of its own: so many executions at once, from the request to the last event. */
import { planHash, type RequestExecution } from "@dr/domain";
import { quantile } from "../report.ts";
import { createMeter, totalCpuMs } from "./meter.ts";
import { planOf, type PlanSize } from "../sample-plan.ts";
import { createRing, type Ring } from "./ring.ts";
import { tally } from "./tally.ts";

/** What is run: `concurrent` executions at once, again and again until `total` have run. */
export interface Load extends PlanSize {
  readonly concurrent: number;
  readonly total: number;
  /** Waves that are advanced one at a time, with all others waiting, before everything is let go. */
  readonly alone: number;
}

/** p50, p95 and p99, in ms. */
export type Percentiles = readonly [number, number, number];

/** What came of it. Rates leave out the waves that were advanced one at a time. */
export interface LoadResult {
  readonly executionsPerSecond: number;
  readonly cpuMsPerExecution: number;
  readonly eventsPerExecution: number;
  /** Last fact of a wave on the bus to the next wave at its adapter: with nothing else to do, and with everything to do at once. */
  readonly aloneMs: Percentiles;
  readonly saturatedMs: Percentiles;
  /** Processor time from one wave to the next, only when a single execution ran. */
  readonly waveCpuMs: readonly number[];
  readonly stuck: number;
  readonly doubled: number;
  readonly peakRssMiB: number;
}

const actor = { principal: "bench", role: "DRRecoveryManager" };
const context = { actor: "bench", correlationId: "bench", causationId: "bench" };

/** Saves a plan for each execution, runs them all, and reads every stream back. Throws if a message could not be handled. */
export async function runLoad(load: Load, onEnded: (ended: number) => void): Promise<LoadResult> {
  const meter = createMeter({ onEnded, withCpu: load.total === 1 });
  const ring = createRing(load.concurrent, meter);
  const requests: RequestExecution[] = [];
  for (let index = 1; index <= load.total; index += 1) requests.push(await savePlan(ring, `exec-${index}`, load));
  await ring.queues.idle();

  const busy = { seconds: 0, cpuMs: 0, events: 0 };
  const timed = async (work: () => Promise<unknown>): Promise<void> => {
    const before = { ms: performance.now(), cpuMs: totalCpuMs(), events: meter.events() };
    await work();
    await ring.queues.idle();
    busy.seconds += (performance.now() - before.ms) / 1_000;
    busy.cpuMs += totalCpuMs() - before.cpuMs;
    busy.events += meter.events() - before.events;
  };
  const start = (batch: readonly RequestExecution[]) => () =>
    Promise.all(batch.map((command) => ring.planner.executions.handle(command.request.executionId, command, context)));

  meter.reset();
  let aloneMs: readonly number[] = [];
  for (let first = 0; first < load.total; first += load.concurrent) {
    if (load.alone > 0) ring.adapter.close();
    await timed(start(requests.slice(first, first + load.concurrent)));
    if (load.alone === 0) continue;
    await advanceOneByOne(ring, load.alone);
    aloneMs = meter.advanceMs().slice();
    await timed(ring.adapter.open);
  }
  const [dead] = ring.queues.dead();
  if (dead !== undefined) throw new Error("a message could not be handled", { cause: dead });

  const saturated = meter.advanceMs().slice(aloneMs.length);
  const eventsPerExecution = meter.events() / load.total;
  const executions = busy.events / eventsPerExecution;
  return {
    executionsPerSecond: executions / busy.seconds,
    cpuMsPerExecution: busy.cpuMs / executions,
    eventsPerExecution,
    aloneMs: percentiles(load.alone > 0 ? aloneMs : saturated),
    saturatedMs: percentiles(saturated),
    waveCpuMs: meter.waveCpuMs(),
    ...(await readBack(ring, load)),
    peakRssMiB: process.resourceUsage().maxRSS / 1_024,
  };
}

/** Saves a plan of the execution's own, and gives the request for the execution. */
async function savePlan({ planner }: Ring, executionId: string, size: PlanSize): Promise<RequestExecution> {
  const plan = planOf(`plan-of-${executionId}`, size);
  const { planId, name: planName } = plan.header;
  const now = new Date().toISOString();
  await planner.plans.handle(planId, { type: "CreatePlan", plan, now, actor }, context);
  const what = { executionId, planId, planName, planVersion: 1, planHash: planHash(plan) };
  const how = { executionType: "recovery", mode: "planned", tags: {}, triggerSource: "API", force: false } as const;
  return { type: "RequestExecution", now, actor, request: { ...what, ...how } };
}

async function advanceOneByOne({ adapter, queues }: Ring, waves: number): Promise<void> {
  for (let wave = 0; wave < waves; wave += 1) {
    if (!(await adapter.answerNext())) return;
    await queues.idle();
  }
}

async function readBack({ log, adapter }: Ring, { total, ...size }: Load): Promise<{ stuck: number; doubled: number }> {
  let stuck = 0;
  let doubled = Math.max(0, adapter.effects() - total * size.waves * size.tasksPerWave);
  for (let index = 1; index <= total; index += 1) {
    const seen = tally(await log.read(`EXEC#exec-${index}`), size);
    if (!seen.completed) stuck += 1;
    doubled += seen.doubled;
  }
  return { stuck, doubled };
}

function percentiles(samples: readonly number[]): Percentiles {
  return [quantile(samples, 0.5), quantile(samples, 0.95), quantile(samples, 0.99)];
}
