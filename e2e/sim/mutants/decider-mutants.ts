/** Bugs in what is decided. */
import { isTerminal, operationIdOf, type ExecutionState } from "@dr/domain";
import type { DomainEvent } from "@dr/events";
import { changedCommand, changedDecision, inDecider, type Mutant } from "./mutant.ts";

type Task = ExecutionState["waves"][number]["tasks"][number];

const tasksOf = (state: ExecutionState): readonly Task[] => state.waves.flatMap((wave) => wave.tasks);
const taskOf = (state: ExecutionState, taskId: string): Task | undefined => tasksOf(state).find(({ spec }) => spec.taskId === taskId);
const isOutstanding = ({ status }: Task): boolean => status === "requested" || status === "in_progress";

/** A second word about a finished task counts as the word about another one: so it goes when completions are counted. */
const countsCompletions = changedCommand("RecordAdapterFact", (command, state) => {
  const { fact } = command;
  const task = taskOf(state, fact.data.taskId);
  if (fact.type !== "TechnologyCompleted" || task?.status !== "completed") return command;
  const other = tasksOf(state).find((one) => one.spec.waveNumber === task.spec.waveNumber && isOutstanding(one) && one.phase === "execute");
  if (!other?.operationId) return command;
  const { taskId, type: technology } = other.spec;
  return {
    ...command,
    fact: { ...fact, data: { ...fact.data, taskId, technology, operationId: other.operationId, attempt: other.attempt } },
  };
});

const actsOnLateAttempts = changedCommand("RecordAdapterFact", (command, state) => {
  const task = taskOf(state, command.fact.data.taskId);
  if (!task?.operationId || !isOutstanding(task) || task.phase !== command.fact.data.phase) return command;
  const data = { ...command.fact.data, operationId: task.operationId, attempt: task.attempt };
  return { ...command, fact: { ...command.fact, data } as typeof command.fact };
});

const recordsAfterTheEnd = inDecider(({ decide }) => ({
  decide: (state, command) =>
    command.type === "RecordAdapterFact" && command.fact.type === "TechnologyCompleted" && isTerminal(state)
      ? [{ type: "TechnologyCompleted", data: command.fact.data, at: command.now }]
      : decide(state, command),
}));

/** Resumes what was resumed before. */
const resumesTwice = inDecider(({ decide }) => ({
  decide: (state, command) => {
    if (command.type !== "ResumeExecution" || state.status !== "executing" || state.pauses.taken === 0) return decide(state, command);
    const pauseId = `${state.executionId}:pause:${state.pauses.taken}`;
    return [{ type: "ExecutionResumed", data: { pauseId, by: "operator" }, at: command.now }];
  },
}));

/** Does not wait for the tasks that were asked to stop. */
const cancelsAtOnce = changedDecision((events, _state, command) => {
  const asked = events.find(({ type }) => type === "ExecutionCancelRequested");
  if (command.type !== "CancelExecution" || !asked || events.some(({ type }) => type === "ExecutionCancelled")) return events;
  return [...events, { type: "ExecutionCancelled", data: { reason: command.reason, unconfirmedTasks: [] }, at: command.now }];
});

/** Names no effect of which nobody knows. */
const endsSilently = changedDecision((events) =>
  events.map((event): DomainEvent => {
    if (event.type !== "ExecutionCompleted" && event.type !== "ExecutionFailed" && event.type !== "ExecutionCancelled") return event;
    const { unaccounted: _unsaid, ...data } = event.data;
    return { ...event, data } as DomainEvent;
  }),
);

/** Takes a redrive of a success for the wish to take it back. */
const rollsBackSuccess = inDecider(({ decide }) => ({
  decide: (state, command) => {
    if (command.type !== "RedriveExecution" || state.status !== "completed") return decide(state, command);
    return [{ type: "RollbackStarted", data: { reason: command.reason, taskIds: [], onDemand: { outcome: "failed" } }, at: command.now }];
  },
}));

const forgetsCleanUp = changedDecision((events) => {
  const start = events.findIndex(({ type }) => type === "CleanupStarted");
  const started = events[start];
  if (started?.type !== "CleanupStarted") return events;
  const { outcome, failure = { code: "made.up", message: "made up", retryable: false } } = started.data;
  const endings: Readonly<Record<typeof outcome, DomainEvent>> = {
    completed: { type: "ExecutionCompleted", data: { skippedTasks: [], failedWaves: [] }, at: started.at },
    failed: { type: "ExecutionFailed", data: { failure, manualInterventionRequired: false }, at: started.at },
    cancelled: { type: "ExecutionCancelled", data: { reason: "made up", unconfirmedTasks: [] }, at: started.at },
  };
  return [...events.slice(0, start), endings[outcome]];
});

/** Asks for new work where the old is outstanding. */
const takesOverWithNewIds = changedDecision((events, state) =>
  events.map((event): DomainEvent => {
    if (event.type !== "TechnologyRetryRequested" || event.data.reason !== "takeover") return event;
    const { task, waveNumber } = event.data;
    const attempt = task.attempt + 1;
    const key = { executionId: state.executionId, waveNumber, taskId: task.taskId, operation: task.operation, phase: task.phase, attempt };
    return { ...event, data: { ...event.data, task: { ...task, attempt, operationId: operationIdOf(key) } } };
  }),
);

const withWaves = (change: (waves: ExecutionPlan) => ExecutionPlan) =>
  changedCommand("PlanExecution", (command) => ({ ...command, waves: change(command.waves) }));
type ExecutionPlan = Extract<Parameters<Parameters<typeof changedCommand<"PlanExecution">>[1]>[0], { type: "PlanExecution" }>["waves"];

/** Lets anybody empty a gate by skipping what lies behind it. */
const skipsBehindGates = inDecider(({ decide }) => ({
  decide: (state, command) => decide(command.type === "SkipTask" ? withoutApprovals(state) : state, command),
}));

function withoutApprovals(state: ExecutionState): ExecutionState {
  const waves = state.waves.map((wave) => {
    const { approval: _open, ...pause } = wave.spec.pause;
    return { ...wave, spec: { ...wave.spec, pause } };
  });
  return { ...state, waves };
}

const believesUnprovenRollbacks = changedCommand("RecordAdapterFact", (command) => {
  const { fact } = command;
  if (fact.type !== "TechnologyCompleted" || fact.data.phase !== "rollback") return command;
  return {
    ...command,
    fact: { ...fact, data: { ...fact.data, result: { ...fact.data.result, resources: [] } } },
  };
});

const ignoresLateWords = changedDecision((events) =>
  events.map((event): DomainEvent => {
    if (event.type !== "OperationResultIgnored") return event;
    const { effect: _proven, ...data } = event.data;
    return { ...event, data };
  }),
);

/** Bugs in the decider. */
export const deciderMutants: readonly Mutant[] = [
  { name: "counts-completions", plant: countsCompletions },
  { name: "acts-on-late-attempts", plant: actsOnLateAttempts },
  { name: "records-after-the-end", plant: recordsAfterTheEnd },
  { name: "resumes-twice", plant: resumesTwice },
  { name: "cancels-at-once", plant: cancelsAtOnce },
  { name: "ends-without-a-word-on-what-stands", plant: endsSilently },
  { name: "rolls-back-what-succeeded", plant: rollsBackSuccess },
  { name: "forgets-clean-up", plant: forgetsCleanUp },
  { name: "skips-behind-gates", plant: skipsBehindGates },
  { name: "believes-unproven-rollbacks", plant: believesUnprovenRollbacks },
  { name: "ignores-late-words", plant: ignoresLateWords },
  { name: "takes-over-with-new-ids", plant: takesOverWithNewIds },
  {
    name: "forgets-depends-on",
    plant: withWaves((waves) => waves.map((wave) => ({ ...wave, tasks: wave.tasks.map((task) => ({ ...task, dependsOn: [] })) }))),
  },
  { name: "forgets-wave-dependencies", plant: withWaves((waves) => waves.map((wave) => ({ ...wave, dependencies: [] }))) },
  {
    name: "forgets-pauses",
    plant: withWaves((waves) => waves.map((wave) => ({ ...wave, pauseBeforeWave: false, pauseAfterWave: false }))),
  },
  {
    name: "approves-without-hash-check",
    plant: changedCommand("DecideApproval", (command, { pause }) =>
      pause?.approval ? { ...command, planHash: pause.approval.planHash, manifestHash: pause.approval.manifestHash } : command,
    ),
  },
  {
    name: "approves-for-the-wrong-mode",
    plant: changedCommand("DecideApproval", (command, { pause }) =>
      pause?.approval ? { ...command, mode: pause.approval.mode } : command,
    ),
  },
  {
    name: "lets-people-approve-their-own",
    plant: changedCommand("DecideApproval", (command) => ({
      ...command,
      actor: { ...command.actor, person: `${command.actor.person}-x` },
    })),
  },
  {
    name: "retries-what-cannot-succeed",
    plant: changedCommand("RecordAdapterFact", (command) =>
      command.fact.type === "TechnologyFailed"
        ? {
            ...command,
            fact: { ...command.fact, data: { ...command.fact.data, failure: { ...command.fact.data.failure, retryable: true } } },
          }
        : command,
    ),
  },
  {
    name: "believes-its-timers",
    plant: changedCommand("Tick", (command, state) => ({
      ...command,
      now: new Date(Date.parse(command.now) + hourIf(state)).toISOString(),
    })),
  },
  {
    name: "folds-modes-away",
    plant: inDecider(({ evolve }) => ({
      evolve: (state, event) => (event.type === "ExecutionModeSwitched" ? state : evolve(state, event)),
    })),
  },
];

/** A timer that fires says that its time has come; whoever believes it need not look at a clock. */
function hourIf(state: ExecutionState): number {
  return state.status === "executing" || state.status === "paused" ? 3_600_000 : 0;
}
