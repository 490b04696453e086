/** One Region: its bus, queues, streams, schedules and functions, wired from the services' own manifests, with the times that are deployed (as `pnpm dev --cloud-times`). */
import { compilePattern, type EventMatcher } from "@dr/local/eventbridge";
import type { Commit } from "@dr/event-log";
import type { FunctionManifest, ServiceManifest, SubscriptionManifest } from "@dr/runtime";
import { visibilitySecondsOf } from "@dr/runtime/delivery-plan";
import type { ApiAnswer, ApiRequest } from "../components/api.ts";
import { createFunctionPool, type FunctionPool, type InvocationContext } from "../kernel/function-pool.ts";
import type { Kernel, SimProcess } from "../kernel/process.ts";
import { createSimBus, type BusWatch, type SimBus } from "./bus.ts";
import { createSimQueue, type BatchAnswer, type Received, type SimQueue } from "./queue.ts";
import { startSchedule } from "./schedule.ts";
import { createTableStream } from "./table-stream.ts";

/** What runs in the process of a function, by the kind of its trigger. */
export interface FunctionCode {
  readonly http?: (process: SimProcess) => (request: ApiRequest, context: InvocationContext) => Promise<ApiAnswer>;
  readonly queue?: (process: SimProcess) => (batch: readonly Received[], context: InvocationContext) => Promise<BatchAnswer>;
  readonly stream?: (process: SimProcess) => (commit: Commit) => Promise<void>;
  readonly schedule?: (process: SimProcess) => (context: InvocationContext) => Promise<void>;
}

/** What a Region is built from. */
export interface RegionOptions {
  readonly name: string;
  readonly manifests: readonly Pick<ServiceManifest, "functions" | "queues">[];
  readonly codeOf: (functionName: string, region: Region) => FunctionCode;
  /** Tells, from outside, that a scheduled function would find nothing to do. */
  readonly isIdle: (functionName: string) => boolean;
  readonly busWatch: BusWatch;
}

/** How a Region ends: at once, cut off from its bus and queues while its processes go on, or not at all (somebody only believes it). */
export type RegionLoss = "dead" | "cut off" | "false alarm";

/** A Region. It does nothing before `begin`; a second one is the first. */
export interface Region {
  readonly name: string;
  readonly bus: SimBus;
  readonly api: () => FunctionPool<ApiRequest, ApiAnswer>;
  readonly queueNamed: (name: string) => SimQueue;
  readonly begin: () => void;
  /** Tells the streams of the log's table of a commit. */
  readonly onCommit: (commit: Commit) => void;
  readonly lose: (how: RegionLoss) => void;
  readonly isDead: () => boolean;
  /** Messages under way or in queues, and invocations that run. */
  readonly busy: () => number;
  readonly redriveDeadLetters: () => number;
}

/** How many processes of a function run at once; a real limit of 20 would only hide races. */
const MAX_CONCURRENCY = 4;

/** Wires a Region. */
export function createRegion(kernel: Kernel, options: RegionOptions): Region {
  const bus = createSimBus(kernel, options.busWatch);
  const queues = new Map<string, SimQueue>();
  const pools: FunctionPool<never, unknown>[] = [];
  const streams: ((commit: Commit) => void)[] = [];
  const schedules: (() => void)[] = [];
  let api: FunctionPool<ApiRequest, ApiAnswer> | undefined;
  let dead = false;
  let begun = false;

  const region: Region = {
    name: options.name,
    bus,
    api: () => known(api, `an api in Region ${options.name}`),
    queueNamed: (name) => known(queues.get(name), `queue ${name} in Region ${options.name}`),
    begin: () => {
      if (begun) return;
      begun = true;
      for (const start of schedules) start();
    },
    onCommit: (commit) => {
      if (begun && !dead) for (const tell of streams) tell(commit);
    },
    lose: (how) => {
      if (how === "false alarm") return;
      bus.drop();
      for (const queue of queues.values()) queue.drop();
      if (how === "cut off") return;
      dead = true;
      for (const pool of pools) pool.killAll("its Region is lost");
    },
    isDead: () => dead,
    busy: () =>
      [bus.underWay(), ...[...queues.values()].map((queue) => queue.size()), ...pools.map((pool) => pool.running())].reduce(
        (sum, count) => sum + count,
      ),
    redriveDeadLetters: () => [...queues.values()].reduce((sum, queue) => sum + queue.redrive(), 0),
  };

  const deploy = <Event, Answer>(
    { name, timeoutSeconds }: FunctionManifest,
    create: ((process: SimProcess) => (event: Event, context: InvocationContext) => Promise<Answer>) | undefined,
  ): FunctionPool<Event, Answer> => {
    const identity = { name, region: options.name };
    const limits = { timeoutMs: timeoutSeconds * 1000, maxConcurrency: MAX_CONCURRENCY };
    const pool = createFunctionPool(kernel, { ...identity, ...limits, create: known(create, `code for the trigger of ${name}`) });
    pools.push(pool);
    return pool;
  };

  const wireQueue = (definition: FunctionManifest, code: FunctionCode, queueSettings: ServiceManifest["queues"]): void => {
    const { trigger } = definition;
    if (trigger.kind !== "queue") return;
    const queue = createSimQueue(kernel, {
      name: trigger.queue,
      visibilityMs: visibilitySecondsOf(definition) * 1000,
      maxReceives: known(
        queueSettings.find(({ name }) => name === trigger.queue),
        `settings of ${trigger.queue}`,
      ).maxReceives,
      batchSize: Math.min(trigger.batchSize, 5),
      pool: deploy(definition, code.queue),
    });
    queues.set(trigger.queue, queue);
    for (const subscription of trigger.subscriptions) bus.addRule({ matches: matcherOf(subscription), queue });
  };

  const wireSchedule = (definition: FunctionManifest, { schedule }: FunctionCode, everySeconds: number): void => {
    const pool = deploy<void, void>(definition, (process) => {
      const run = known(schedule, `code of ${definition.name}`)(process);
      return (_event, context) => run(context);
    });
    const isIdle = (): boolean => options.isIdle(definition.name);
    schedules.push(() => startSchedule(kernel, { everyMs: everySeconds * 1000, pool, isIdle, isOver: () => dead }));
  };

  for (const { functions, queues: queueSettings } of options.manifests) {
    for (const definition of functions) {
      const { trigger, name } = definition;
      const code = options.codeOf(name, region);
      if (trigger.kind === "http") api = deploy(definition, code.http);
      else if (trigger.kind === "stream") streams.push(createTableStream(kernel, options.name, deploy(definition, code.stream)).onCommit);
      else if (trigger.kind === "schedule") wireSchedule(definition, code, trigger.everySeconds);
      else wireQueue(definition, code, queueSettings);
    }
  }
  return region;
}

const matchers = new Map<SubscriptionManifest["pattern"], EventMatcher>();

/** Compiled once for all runs: it keeps nothing between two events. */
function matcherOf({ pattern }: SubscriptionManifest): EventMatcher {
  const matcher = matchers.get(pattern) ?? compilePattern(pattern);
  matchers.set(pattern, matcher);
  return matcher;
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the simulation has no ${what}`);
  return value;
}
