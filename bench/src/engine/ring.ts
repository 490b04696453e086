/** The ring inside one process: memory log, real planner and publisher, a bus that carries text, an adapter that does nothing. */
import { EXECUTION_STATE_VERSION, type ExecutionState, type PlanState } from "@dr/domain";
import {
  createLead,
  createMemoryEventLog,
  createMemoryHistoryStore,
  createMemoryLeaseStore,
  createMemoryPlanCatalog,
  createMemorySnapshotStore,
  createStateCache,
  type Commit,
  type Lead,
  type MemoryEventLog,
} from "@dr/event-log";
import { LOG_SOURCE } from "@dr/events";
import { react } from "@dr/planner/log-handler";
import { parseAdapterMessage, parseLogMessage } from "@dr/planner/messages";
import { createMemoryOperationStore } from "@dr/planner/operations/memory-operation-store";
import { createPlanner, type Planner } from "@dr/planner/planner";
import { createStreamPublisher } from "@dr/publisher/publish-stream";
import { createMemoryCursors } from "@dr/publisher/testing/memory-cursors";
import { newUuid, parseBusEvent, systemClock, systemSleep, type BusEntry } from "@dr/runtime";
import { createTrivialAdapter, type TrivialAdapter } from "./adapter.ts";
import { createProcessBus } from "./process-bus.ts";
import { quietTelemetry } from "./quiet-telemetry.ts";
import { createWorkQueues, type WorkQueues } from "./work-queue.ts";

/** What a run wants to know while it runs. */
export interface RingWatch {
  readonly onCommit: (commit: Commit) => void;
  /** An adapter's fact is on the bus. */
  readonly onFact: (fact: BusEntry) => void;
  /** A wave reached the adapter for the first time. */
  readonly onWave: (executionId: string) => void;
}

/** A running ring. */
export interface Ring {
  readonly planner: Planner;
  readonly log: MemoryEventLog;
  readonly adapter: TrivialAdapter;
  readonly queues: WorkQueues;
}

/** Messages of a queue in work at once: what the planner's manifest allows. */
const WORKERS = 20;
const LOG_EVENTS = new Set([
  "ExecutionRequested",
  "ExecutionCompleted",
  "ExecutionFailed",
  "ExecutionCancelled",
  "ExecutionRedriven",
  "RollbackStarted",
]);

/** Builds a ring for at most `executions` executions at once. No schedule runs: nothing in it is ever due. */
export function createRing(executions: number, watch: RingWatch): Ring {
  const queues = createWorkQueues();
  const log = createMemoryEventLog({
    onAppend: (commit) => {
      watch.onCommit(commit);
      stream.send(commit);
    },
  });
  const planner = createMemoryPlanner(log, executions);
  const { logger } = quietTelemetry;
  const facts = queues.create<string>(WORKERS, (body) => planner.recordFact(parseAdapterMessage(JSON.parse(body)), logger));
  const records = queues.create<string>(WORKERS, (body) => react(planner, parseLogMessage(JSON.parse(body)), logger));
  const tasks = queues.create<string>(WORKERS, (body) => adapter.handle(parseBusEvent(JSON.parse(body)).envelope));
  const bus = createProcessBus((entry, body) => {
    if (entry.source !== LOG_SOURCE) facts.send(body);
    else if (entry.detailType === "WaveStarted") tasks.send(body);
    else if (LOG_EVENTS.has(entry.detailType)) records.send(body);
    if (entry.source !== LOG_SOURCE) watch.onFact(entry);
  });
  const adapter = createTrivialAdapter({ bus, nowIso: systemClock.nowIso, onNewWave: watch.onWave });
  const publisher = createStreamPublisher({ log, cursors: createMemoryCursors(), bus, lead: aloneIn(log) });
  const stream = queues.create<Commit>(1, async (commit) => {
    await publisher.publishHint(commit);
  });
  return { planner, log, adapter, queues };
}

/** One Region, which therefore leads. */
function aloneIn(log: MemoryEventLog): Lead {
  return createLead({ log, region: "bench", regions: ["bench"], clock: systemClock });
}

function createMemoryPlanner(log: MemoryEventLog, executions: number): Planner {
  return createPlanner({
    log,
    feed: log,
    history: createMemoryHistoryStore(),
    catalog: createMemoryPlanCatalog(),
    leases: createMemoryLeaseStore(),
    operations: createMemoryOperationStore(),
    snapshots: { store: createMemorySnapshotStore(), stateVersion: EXECUTION_STATE_VERSION },
    // As many warm states as the processes of a fleet hold together.
    caches: { executions: createStateCache<ExecutionState>({ maxStreams: executions }), plans: createStateCache<PlanState>() },
    clock: systemClock,
    sleep: systemSleep,
    random: Math.random,
    newCommitId: newUuid,
    lead: aloneIn(log),
    maxConcurrentExecutions: executions,
    telemetry: quietTelemetry,
  });
}
