/** One seed, from its scenario to its verdict. */
import { NO_BUGS, type Bugs } from "../components/bugs.ts";
import { createFaultInjector } from "../faults/injector.ts";
import type { FaultKind } from "../faults/kinds.ts";
import type { Violation } from "../invariants/violation.ts";
import { createJudge } from "../invariants/violation.ts";
import type { Kernel } from "../kernel/process.ts";
import { createRandom } from "../kernel/random.ts";
import { createScheduler } from "../kernel/scheduler.ts";
import { createTrace } from "../kernel/trace.ts";
import { createDirector } from "./director.ts";
import type { ProofFigures } from "../proof/figures.ts";
import { createNetwork } from "../world/network.ts";
import { announceStandby } from "./partitions.ts";
import { scenarioOf, type Drill } from "./scenario.ts";
import { createWorld, type World } from "./world.ts";

/** How a seed is run. */
export interface SeedOptions {
  readonly drill?: Drill;
  /** Faults and actions after this many do not happen: how the shortest prefix is found. */
  readonly maxFaults?: number;
  readonly bugs?: Bugs;
  readonly write?: (line: string) => void;
  /** Sees the world after its end. */
  readonly onEnd?: (world: World) => Promise<void>;
}

/** What came of a seed. `digest` is that of the whole story: equal digests, equal runs. */
export interface SeedResult {
  readonly seed: number;
  readonly steps: number;
  readonly events: number;
  readonly effects: number;
  readonly executions: Readonly<Record<string, number>>;
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  readonly faultTotal: number;
  readonly violations: readonly Violation[];
  readonly proof: ProofFigures;
  readonly digest: string;
}

const START_MS = Date.parse("2026-11-23T04:00:00.000Z");

/** Runs a seed. The same seed and options give the same result, on any machine. */
export async function runSeed(seed: number, options: SeedOptions = {}): Promise<SeedResult> {
  await (loading ??= load());
  return runOnce(seed, options);
}

let loading: Promise<void> | undefined;
const A_SEED = 1;
/** Its executions have more, once everything is there. */
const MIN_EVENTS = 10;
const LOAD_MS = 20;

/** The product loads some of its modules with their first use, which no virtual time waits for: those that only some seeds ask for, and a seed until it has all that it asks for. */
async function load(): Promise<void> {
  await Promise.all([
    import("@dr/api/commands/command-handlers"),
    import("@dr/api/routes/execution-control"),
    import("@dr/api/routes/execution-decisions"),
    import("@dr/api/routes/execution-start"),
    import("@dr/api/routes/executions"),
    import("@dr/api/routes/take-over"),
  ]);
  for (let events = 0; events < MIN_EVENTS;) {
    ({ events } = await runOnce(A_SEED, {}));
    await new Promise((resolve) => {
      setTimeout(resolve, LOAD_MS);
    });
  }
}

async function runOnce(seed: number, options: SeedOptions): Promise<SeedResult> {
  const scheduler = createScheduler(START_MS);
  const trace = createTrace(scheduler.nowMs, START_MS, options.write);
  const faults = createFaultInjector(seed, { limit: options.maxFaults, note: (kind) => trace.note(`fault ${kind}`) });
  const kernel: Kernel = { scheduler, faults, latency: createRandom(seed, "latency"), trace, network: createNetwork() };
  const judge = createJudge(scheduler.steps);
  const world = await createWorld(kernel, judge, scenarioOf(seed, options.drill), options.bugs ?? NO_BUGS);
  if (options.drill === "partitions") await announceStandby(world);
  const director = createDirector(world);
  director.begin();
  await scheduler.run(director.isOver);
  await options.onEnd?.(world);
  const executions: Record<string, number> = {};
  for (const { outcome, status } of world.watchtower.models.values())
    executions[outcome ?? status] = (executions[outcome ?? status] ?? 0) + 1;
  return {
    seed,
    steps: scheduler.steps(),
    events: world.watchtower.events(),
    effects: world.estate.effects(),
    executions,
    faults: faults.counts(),
    faultTotal: faults.total(),
    violations: judge.violations(),
    proof: world.proof.figures(),
    digest: trace.digest(),
  };
}
