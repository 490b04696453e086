/** How long it takes to know where an execution stands: folding its events, and loading it with and without a snapshot. */
import { EXECUTION_STATE_VERSION, executionDecider } from "@dr/domain";
import {
  createCommandHandler,
  createMemorySnapshotStore,
  foldStream,
  type Commit,
  type EventLog,
  type SnapshotPolicy,
} from "@dr/event-log";
import { median, toRow, type BenchRow } from "../report.ts";
import { firstEvents, recordExecution, type Recording } from "./record-execution.ts";

interface Case {
  readonly name: string;
  /** What its ratio is called after. */
  readonly key: string;
  readonly events: number;
  readonly recording: Recording;
  /** Version after which the snapshot was taken. */
  readonly snapshotAt: number;
  /** Measurements in one run. */
  readonly repetitions: number;
}

/** One is taken every 500 events, so on average one of a long stream is 250 events old. A stream of 200 events has none; here it gets one. */
const CASES: readonly Case[] = [
  {
    name: "200 events, 15 waves of 6 tasks",
    key: "200",
    events: 200,
    recording: { waves: 15, tasksPerWave: 6, failuresPerTask: 0 },
    snapshotAt: 100,
    repetitions: 400,
  },
  {
    name: "5,000 events, 65 tasks with 20 attempts each",
    key: "5000_retries",
    events: 5_000,
    recording: { waves: 13, tasksPerWave: 5, failuresPerTask: 19 },
    snapshotAt: 4_750,
    repetitions: 20,
  },
  {
    name: "5,000 events, 420 waves of 5 tasks",
    key: "5000_long_plan",
    events: 5_000,
    recording: { waves: 420, tasksPerWave: 5, failuresPerTask: 0 },
    snapshotAt: 4_750,
    repetitions: 20,
  },
];
/** Part of the repetitions that only warm up. */
const WARM_UP_SHARE = 0.25;

/** Runs the benchmark: the subjects of a case take turns, repetition by repetition. */
export async function run(runs: number): Promise<{ rows: BenchRow[]; ratios: Record<string, number> }> {
  const rows: BenchRow[] = [];
  const ratios: Record<string, number> = {};
  for (const one of CASES) {
    process.stderr.write(`fold: ${one.name}\n`);
    const subjects = await subjectsOf(one);
    const perRun = new Map(subjects.map(({ name }) => [name, [] as number[]]));
    for (let turn = 0; turn < runs; turn += 1) {
      for (const [name, ms] of await measure(subjects, one.repetitions)) perRun.get(name)?.push(ms);
    }
    rows.push(...subjects.map(({ name }) => toRow(name, one.name, "ms", perRun.get(name) ?? [])));
    const of = (name: string): number => median(perRun.get(name) ?? []);
    ratios[`snapshot_vs_none_${one.key}`] = Number((of("load with snapshot") / of("load without snapshot")).toPrecision(3));
  }
  return { rows, ratios };
}

interface Subject {
  readonly name: string;
  /** Resolves to the version reached. */
  readonly work: () => Promise<number>;
}

async function subjectsOf({ events, recording, snapshotAt }: Case): Promise<readonly Subject[]> {
  const commits = firstEvents(await recordExecution(recording), events);
  const log = logOf(commits);
  const snapshots = await snapshotOf(commits, snapshotAt);
  return [
    { name: "fold", work: async () => foldStream(executionDecider, commits).head.version },
    { name: "load without snapshot", work: loader(log) },
    { name: "load with snapshot", work: loader(log, snapshots) },
  ];
}

async function measure(subjects: readonly Subject[], repetitions: number): Promise<ReadonlyMap<string, number>> {
  const samples = new Map(subjects.map(({ name }) => [name, [] as number[]]));
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    for (const { name, work } of subjects) {
      const startedMs = performance.now();
      await work();
      if (repetition >= repetitions * WARM_UP_SHARE) samples.get(name)?.push(performance.now() - startedMs);
    }
  }
  return new Map([...samples].map(([name, times]) => [name, median(times)]));
}

/** What a cold process does. */
function loader(log: EventLog, snapshots?: SnapshotPolicy): () => Promise<number> {
  const handler = createCommandHandler({
    log,
    decider: executionDecider,
    toStreamId: (id) => id,
    clock: { nowIso: () => "" },
    newCommitId: () => "",
    jitter: () => 0,
    ...(snapshots === undefined ? {} : { snapshots }),
  });
  return async () => (await handler.load("recorded")).head.version;
}

/** A log with these commits in its only stream. */
function logOf(commits: readonly Commit[]): EventLog {
  return {
    read: async (_, { afterVersion = 0 } = {}) => commits.filter((commit) => commit.firstVersion > afterVersion),
    readEnd: async (_, { limit = Number.POSITIVE_INFINITY } = {}) => ({
      commits: commits.slice(-limit),
      whole: commits.length <= limit,
    }),
    append: () => Promise.reject(new Error("this log is only read")),
  };
}

async function snapshotOf(commits: readonly Commit[], at: number): Promise<SnapshotPolicy> {
  const store = createMemorySnapshotStore();
  const covered = commits.filter((commit) => commit.lastVersion <= at);
  const { state, head, epoch } = foldStream(executionDecider, covered);
  const anchorVersion = (covered.at(-1)?.firstVersion ?? 1) - 1;
  await store.save({ streamId: "recorded", head, anchorVersion, epoch, stateVersion: EXECUTION_STATE_VERSION, state });
  return { store, stateVersion: EXECUTION_STATE_VERSION };
}
