/** Records an execution as the decider would have it: every task runs, some attempts fail, and time passes only where something waits for it. */
import {
  dueAt,
  executionDecider,
  isTerminal,
  manifestHash,
  outstandingOperations,
  planHash,
  type ExecutionCommand,
  type ExecutionState,
  type OutstandingOperation,
  type Plan,
} from "@dr/domain";
import { createCommandHandler, createMemoryEventLog, createStateCache, type Commit } from "@dr/event-log";
import { createVirtualClock } from "@dr/runtime";
import { planOf, RESULT, type PlanSize } from "../sample-plan.ts";

/** What is recorded. */
export interface Recording extends PlanSize {
  /** Attempts of each task that fail before one succeeds; at most 19. */
  readonly failuresPerTask: number;
}

const EXECUTION = "exec-01982f00-0000-7000-8000-000000000001";
const actor = { principal: "bench", role: "DRRecoveryManager" };
const FAILURE = { code: "rds.not_ready", message: "the cluster is not ready", retryable: true };

/** All commits of the execution, from its request to its end. The same recording gives the same events. */
export async function recordExecution({ failuresPerTask, ...size }: Recording): Promise<readonly Commit[]> {
  const log = createMemoryEventLog();
  const clock = createVirtualClock("2026-11-23T04:00:00.000Z");
  let commits = 0;
  const handler = createCommandHandler({
    log,
    decider: executionDecider,
    toStreamId: (id) => `EXEC#${id}`,
    clock,
    newCommitId: () => `commit-${(commits += 1)}`,
    jitter: () => 0,
    cache: createStateCache<ExecutionState>(),
  });
  const send = async (command: ExecutionCommand): Promise<ExecutionState> =>
    (await handler.handle(EXECUTION, command, { actor: "bench", correlationId: EXECUTION, causationId: EXECUTION })).state;

  const plan = planOf("recorded", size);
  const waveOf = new Map(plan.waves.flatMap(({ tasks }) => tasks.map(({ taskId, waveNumber }) => [taskId, waveNumber] as const)));
  let state = await begin(send, plan, clock.nowIso());
  while (!isTerminal(state)) {
    const asked = outstandingOperations(state);
    for (const operation of asked) {
      clock.advance(1_000);
      for (const command of answers(operation, waveOf.get(operation.taskId) ?? 0, {
        fails: operation.attempt <= failuresPerTask,
        now: clock.nowIso(),
      })) {
        state = await send(command);
      }
    }
    if (asked.length > 0) continue;
    const due = dueAt(state);
    if (due === null) throw new Error("the execution waits for nothing");
    clock.set(due);
    state = await send({ type: "Tick", now: due, heard: {}, random: 0.5 });
  }
  return log.read(`EXEC#${EXECUTION}`);
}

async function begin(send: (command: ExecutionCommand) => Promise<ExecutionState>, plan: Plan, now: string): Promise<ExecutionState> {
  const { planId, name: planName } = plan.header;
  const what = { executionId: EXECUTION, planId, planName, planVersion: 1, planHash: planHash(plan) };
  const how = { executionType: "recovery", mode: "planned", tags: {}, triggerSource: "API", force: false } as const;
  await send({ type: "RequestExecution", now, actor, request: { ...what, ...how } });
  const { waves } = plan;
  return send({ type: "PlanExecution", now, waves, manifestHash: manifestHash(waves), admit: true, maxConcurrentExecutions: 50 });
}

function answers(
  { operationId, taskId, technology, phase, attempt }: OutstandingOperation,
  waveNumber: number,
  { fails, now }: { readonly fails: boolean; readonly now: string },
): readonly ExecutionCommand[] {
  const operation = { executionId: EXECUTION, waveNumber, taskId, operationId, attempt, phase, technology };
  const outcome = fails
    ? ({ type: "TechnologyFailed", data: { ...operation, failure: FAILURE } } as const)
    : ({ type: "TechnologyCompleted", data: { ...operation, result: RESULT } } as const);
  return [{ type: "TechnologyStarted", data: operation } as const, outcome].map((fact) => ({
    type: "RecordAdapterFact",
    now,
    fact,
    epoch: 0,
    random: 0.5,
  }));
}

/** The first `count` events of a stream; the last commit is cut if need be, so it is no longer what its hash says. */
export function firstEvents(commits: readonly Commit[], count: number): readonly Commit[] {
  return commits
    .filter((commit) => commit.firstVersion <= count)
    .map((commit) => {
      if (commit.lastVersion <= count) return commit;
      return { ...commit, events: commit.events.slice(0, count - commit.firstVersion + 1), lastVersion: count };
    });
}
