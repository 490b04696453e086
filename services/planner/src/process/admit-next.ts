/** Gives free slots to queued executions: recoveries before drills, and of each kind the one that came first. */
import { claimsOfExecution, describeBlockers, makeRoom, mayPreempt, type Admission, type Blocker } from "@dr/admission";
import { inQueueOrder, isTerminal, type ExecutionCommand, type ExecutionState, type Queued } from "@dr/domain";
import { SLOTS, type CommandHandler, type HistoryStore, type LeaseStore } from "@dr/event-log";
import { toFailure } from "@dr/events";
import type { Clock, Logger, Metrics } from "@dr/runtime";
import type { AsLeader } from "./as-leader.ts";
import { contextOfRun } from "./command-context.ts";
import { preemptDrill, preemptHolders, type PreemptRun } from "./preempt-drill.ts";

/** One look at the queue. With `wholeQueue` it goes on behind the first that finds no slot, for whoever holds one already. */
export interface AdmitRun {
  readonly runId: string;
  readonly logger: Logger;
  readonly isNear: () => boolean;
  readonly wholeQueue?: boolean;
}

/**
 * Admits queued executions until no slot is free; resolves to their ids. `justQueued` is one that the list, which lags behind, may not show yet.
 * An execution that cannot be admitted for an error of its own does not keep the next one waiting. One that waits although it holds a slot, because
 * a planner died between the two, is admitted before those that came earlier: they wait for that slot.
 */
export type AdmitNext = (run: AdmitRun, justQueued?: string) => Promise<readonly string[]>;

/** What admitting needs. */
export interface AdmitNextDeps {
  readonly executions: CommandHandler<ExecutionState, ExecutionCommand>;
  readonly history: Pick<HistoryStore, "listByStatus">;
  readonly leases: Pick<LeaseStore, "takeSlot" | "releaseKeys" | "slotHolders">;
  readonly admission: Pick<Admission, "reserve">;
  readonly clock: Clock;
  readonly asLeader: AsLeader;
  readonly maxConcurrentExecutions: number;
  readonly metrics: Metrics;
}

const PAGE = 50;

type Outcome = "admitted" | "passed_over" | "no_slot";

/** An admission. The list gives the order; whether an execution waits is read from its stream. */
export function createAdmitNext(deps: AdmitNextDeps): AdmitNext {
  return async (run, justQueued) => {
    const admitted: string[] = [];
    const seen = new Set<string>();
    let holders: ReadonlySet<string> | undefined;
    for (const executionId of await candidates(deps, justQueued)) {
      if (run.isNear()) break;
      if (seen.has(executionId) || holders?.has(executionId) === false) continue;
      seen.add(executionId);
      const outcome = await admitOne(deps, executionId, run);
      if (outcome === "admitted") admitted.push(executionId);
      if (outcome !== "no_slot") continue;
      if (run.wholeQueue !== true) break;
      holders = new Set(await deps.leases.slotHolders());
    }
    return admitted;
  };
}

/** Recoveries before drills, then who came first: so the whole list is read before the first is tried. */
async function candidates({ history, executions }: AdmitNextDeps, justQueued: string | undefined): Promise<readonly string[]> {
  const waiting: (Queued & { readonly ExecutionId: string })[] = [];
  let cursor: string | undefined;
  do {
    const page = await history.listByStatus("queued", { limit: PAGE, order: "oldest_first", cursor });
    waiting.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  if (justQueued !== undefined && !waiting.some(({ ExecutionId }) => ExecutionId === justQueued)) {
    const { executionType, requestedAt } = (await executions.load(justQueued)).state;
    waiting.push({ ExecutionId: justQueued, executionType, StartTime: requestedAt ?? "" });
  }
  return inQueueOrder(waiting).map(({ ExecutionId }) => ExecutionId);
}

async function admitOne(deps: AdmitNextDeps, executionId: string, run: AdmitRun): Promise<Outcome> {
  const { executions, leases, clock, asLeader, metrics, maxConcurrentExecutions } = deps;
  const logger = run.logger.with({ stream: `EXEC#${executionId}` });
  try {
    const { state, epoch: streamEpoch } = await executions.load(executionId);
    if (state.status !== "queued") return "passed_over";
    if ((await asLeader(async (epoch) => streamEpoch <= epoch, logger)) !== true) return "passed_over";
    if (state.queue?.waitingFor === "resources") {
      const blockers = await deps.admission.reserve(executionId, claimsOfExecution(state));
      if (blockers.length > 0) return await waitForDrills(deps, state, blockers, { runId: run.runId, logger });
    }
    if (!(await leases.takeSlot(executionId, maxConcurrentExecutions, { takenAt: clock.nowIso() }))) {
      await preemptDrill(deps, state, { runId: run.runId, logger });
      return "no_slot";
    }
    const command: ExecutionCommand = { type: "AdmitExecution", now: clock.nowIso() };
    const admit = (epoch: number) => executions.handle(executionId, command, contextOfRun(run.runId, epoch));
    try {
      const result = await asLeader(admit, logger);
      return result !== null && result.commit !== null ? "admitted" : "passed_over";
    } finally {
      await giveBackUnused(deps, executionId);
    }
  } catch (error) {
    logger.error("queued execution could not be admitted", { error });
    metrics.count("AdmissionFailed", 1, { code: toFailure(error).code });
    return "passed_over";
  }
}

/**
 * Cancels the drills that have what a recovery waits for. One that lost it to somebody else for good fails, as it would have at its start: what the
 * other did must not be done over it in its turn.
 */
async function waitForDrills(
  deps: AdmitNextDeps,
  state: ExecutionState,
  blockers: readonly Blocker[],
  run: PreemptRun,
): Promise<"passed_over"> {
  const { executions, clock, asLeader } = deps;
  if (mayPreempt(state.request) && makeRoom(blockers) !== null) await preemptHolders(deps, state, blockers, run);
  else if (blockers.some(({ executionType }) => executionType === "recovery")) {
    const command: ExecutionCommand = { type: "RejectPlanning", now: clock.nowIso(), failure: describeBlockers(blockers) };
    await asLeader((epoch) => executions.handle(state.executionId, command, contextOfRun(run.runId, epoch)), run.logger);
  }
  return "passed_over";
}

/** An execution that still waits, or ended meanwhile, must not keep a slot from the next one. An append whose answer was lost shows here, too. */
async function giveBackUnused({ executions, leases }: AdmitNextDeps, executionId: string): Promise<void> {
  const { state } = await executions.load(executionId);
  if (state.status === "queued" || isTerminal(state)) await leases.releaseKeys([SLOTS], executionId);
}
