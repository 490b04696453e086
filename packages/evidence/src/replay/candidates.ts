/** Which commands may have led to a decision: each is rebuilt from the events that it would have left. */
import { joinWaves, outstandingOperations, type CommandActor, type ExecutionCommand, type ExecutionState } from "@dr/domain";
import type { DomainEvent, EventData, EventType, Failure } from "@dr/events";

/** A decision as it was recorded, the state before it, and who it was for. */
export interface Recorded {
  readonly state: ExecutionState;
  readonly events: readonly DomainEvent[];
  readonly actor: string;
  readonly epoch: number;
}

type Candidate<T extends ExecutionCommand["type"]> = (recorded: Recorded, now: string) => Extract<ExecutionCommand, { type: T }> | null;

// The type makes this table complete: a new command does not compile until a verifier can rebuild it.
const candidates: { readonly [T in ExecutionCommand["type"]]: Candidate<T> } = {
  RequestExecution: (recorded, now) => {
    const data = find(recorded, "ExecutionRequested");
    if (data === undefined) return null;
    const { requestedBy = recorded.actor, ...request } = data;
    return { type: "RequestExecution", now, actor: actor(requestedBy), request };
  },
  PlanExecution: (recorded, now) => {
    const planned = find(recorded, "ExecutionPlanned");
    if (planned === undefined) return null;
    const slices = recorded.events.flatMap((event) => (event.type === "WavesPlanned" ? [event.data.waves] : []));
    const queued = find(recorded, "ExecutionQueued");
    const { maxConcurrentExecutions = 1, reason = "" } = queued ?? {};
    const waitsFor = queued?.waitingFor === undefined ? undefined : ({ resources: true, reason } as const);
    const { manifestHash, estimate, discovery } = planned;
    const frozen = { waves: joinWaves(slices), manifestHash, estimate, discovery };
    return { type: "PlanExecution", now, ...frozen, admit: queued === undefined, maxConcurrentExecutions, waitsFor };
  },
  RejectPlanning: (recorded, now) => {
    const failed = find(recorded, "ExecutionFailed");
    return failed && ["planning", "queued"].includes(recorded.state.status)
      ? { type: "RejectPlanning", now, failure: failed.failure }
      : null;
  },
  AdmitExecution: (recorded, now) =>
    (first(recorded, "ExecutionStarted") ?? recorded.state.status === "queued") ? { type: "AdmitExecution", now } : null,
  RecordAdapterFact: (recorded, now) => {
    const fact = factOf(recorded);
    return fact && { type: "RecordAdapterFact", now, fact, epoch: recorded.epoch, random: 0 };
  },
  RecordReadiness: (recorded, now) => {
    const data = first(recorded, "ReadinessReported");
    return data && { type: "RecordReadiness", now, data };
  },
  Tick: (recorded, now) => ({
    type: "Tick",
    now,
    random: 0,
    ...wordsOf(recorded, heardOf(recorded, now)),
  }),
  PauseExecution: (recorded, now) => {
    const data = first(recorded, "ExecutionPauseRequested");
    return data && { type: "PauseExecution", now, actor: actor(recorded.actor), reason: data.reason };
  },
  WithdrawPause: (recorded, now) => {
    const data = first(recorded, "ExecutionPauseWithdrawn");
    return data && { type: "WithdrawPause", now, actor: actor(recorded.actor), reason: data.reason };
  },
  ResumeExecution: (recorded, now) => {
    const data = first(recorded, "ExecutionResumed");
    return data?.by === "operator" ? { type: "ResumeExecution", now, actor: actor(recorded.actor), reason: data.reason } : null;
  },
  CancelExecution: (recorded, now) => {
    const data = first(recorded, "ExecutionCancelRequested");
    return data && { type: "CancelExecution", now, actor: actor(recorded.actor), reason: data.reason };
  },
  DecideApproval: (recorded, now) => {
    const data = first(recorded, "ApprovalRecorded");
    if (data === null) return null;
    const { approver, role, person, ...decision } = data;
    const by = { principal: approver, role, ...(person === undefined ? {} : { person }) };
    return { type: "DecideApproval", now, actor: by, ...decision };
  },
  RecordChange: (recorded, now) => {
    const change = first(recorded, "ChangeRecorded");
    return change && { type: "RecordChange", now, actor: actor(recorded.actor), change };
  },
  RetryTask: (recorded, now) => {
    const asked = recorded.events.find((event) => event.type === "TechnologyRetryRequested");
    if (asked?.type !== "TechnologyRetryRequested") return null;
    return { type: "RetryTask", now, actor: actor(recorded.actor), taskId: asked.data.task.taskId, reason: asked.data.note ?? "" };
  },
  SkipTask: (recorded, now) => {
    const skipped = find(recorded, "TechnologySkipped");
    return skipped ? { type: "SkipTask", now, actor: actor(recorded.actor), taskId: skipped.taskId, reason: skipped.reason } : null;
  },
  AnswerTask: (recorded, now) => {
    const data = first(recorded, "ManualTaskAnswered");
    if (data === null) return null;
    const { taskId, outcome, note, evidence, handedTo, answeredBy, person, role } = data;
    const by = { principal: answeredBy, role, ...(person === undefined ? {} : { person }) };
    return { type: "AnswerTask", now, actor: by, taskId, outcome, note, evidence, handedTo, roles: [role] };
  },
  RedriveExecution: (recorded, now) => {
    const data = first(recorded, "ExecutionRedriven") ?? reopened(recorded, "redrive");
    return data && { type: "RedriveExecution", now, actor: actor(recorded.actor), ...data };
  },
  RollbackExecution: (recorded, now) => {
    const data = first(recorded, "RollbackStarted") ?? reopened(recorded, "rollback");
    return data && { type: "RollbackExecution", now, actor: actor(recorded.actor), ...data };
  },
  PreemptExecution: (recorded, now) => {
    const data = first(recorded, "ExecutionCancelRequested");
    return data?.preemptedBy === undefined ? null : { type: "PreemptExecution", now, by: data.preemptedBy, reason: data.reason };
  },
  SwitchMode: (recorded, now) => {
    const data = first(recorded, "ExecutionModeSwitched");
    return data && { type: "SwitchMode", now, actor: actor(recorded.actor), mode: data.to, reason: data.reason };
  },
  TakeOver: (recorded, now) => {
    const data = first(recorded, "LeadershipTaken");
    return data && { type: "TakeOver", now, actor: actor(recorded.actor), epoch: data.epoch, region: data.region, reason: data.reason };
  },
};

/** The commands that a decision may stem from; those that name what it did come before the passing of time. */
export function candidateCommands(recorded: Recorded): readonly ExecutionCommand[] {
  const now = recorded.events[0]?.at ?? "";
  const { Tick, ...others } = candidates;
  return [...Object.values(others), Tick].map((candidate) => candidate(recorded, now)).filter((command) => command !== null);
}

/** The role is not in the log, and no decision depends on it but an approval's, which has it. */
function actor(principal: string): CommandActor {
  return { principal, role: "" };
}

function find<T extends EventType>({ events }: Recorded, type: T): EventData<T> | undefined {
  return events.find((event) => event.type === type)?.data as EventData<T> | undefined;
}

function first<T extends EventType>({ events }: Recorded, type: T): EventData<T> | null {
  return events[0]?.type === type ? (events[0].data as EventData<T>) : null;
}

/** What a person asked of an execution that then had to wait for drills. */
function reopened(
  recorded: Recorded,
  as: "redrive" | "rollback",
): { readonly reason: string; readonly waitsFor: { reason: string } } | null {
  const queued = first(recorded, "ExecutionQueued");
  return queued?.reopens?.as === as ? { reason: queued.reopens.reason, waitsFor: { reason: queued.reason } } : null;
}

type Tick = Extract<ExecutionCommand, { type: "Tick" }>;

type Fact = Extract<ExecutionCommand, { type: "RecordAdapterFact" }>["fact"];

const NO_FAILURE: Failure = { code: "replay.unknown", message: "", retryable: false };

/** What a late word must have said of its resource to prove this effect. */
const OUTCOMES = { stands: "completed", none: "noop", unknown: "unknown" } as const;

/** What an adapter must have said for the first event of a decision to follow. */
function factOf({ events }: Recorded): Fact | null {
  const [event] = events;
  switch (event?.type) {
    case "TechnologyStarted":
    case "TechnologyCompleted":
    case "TechnologyFailed":
      return { type: event.type, data: event.data } as Fact;
    case "TechnologyCleanedUp": {
      const { leftovers, failure: _, ...ref } = event.data;
      return { type: "TechnologyCompleted", data: { ...ref, result: { leftovers, resources: [] } } } as unknown as Fact;
    }
    case "TechnologyRolledBack":
      return { type: "TechnologyCompleted", data: event.data };
    case "OperationResultIgnored": {
      const { reportedType, reason: _, effect, ...ref } = event.data;
      const resources = effect === undefined ? [] : [{ outcome: OUTCOMES[effect] }];
      return { type: reportedType, data: { ...ref, failure: NO_FAILURE, result: { resources } } } as unknown as Fact;
    }
    default:
      return null;
  }
}

/** Progress is not in the log. Whoever was not asked for a sign of life had given one. */
function heardOf({ state, events }: Recorded, now: string): Record<string, string> {
  const asked = new Set(
    events.flatMap((event) => {
      if (event.type === "TechnologyRetryRequested" || event.type === "TechnologyCancelRequested") return [event.data.task.operationId];
      return [];
    }),
  );
  return Object.fromEntries(
    outstandingOperations(state)
      .filter(({ operationId }) => !asked.has(operationId))
      .map(({ operationId }) => [operationId, now]),
  );
}

/** What an adapter had last said of a task that was given up is told by the failure that it was given. */
function wordsOf({ events }: Recorded, others: Readonly<Record<string, string>>): Pick<Tick, "heard" | "said"> {
  const said: Record<string, string> = {};
  const heard: Record<string, string> = { ...others };
  for (const event of events) {
    if (event.type !== "TechnologyFailed") continue;
    const seen = event.data.failure.details?.["lastSeen"] as
      | { readonly by: string; readonly state: string; readonly at: string | null }
      | undefined;
    if (seen?.by !== "adapter") continue;
    said[event.data.operationId] = seen.state;
    if (seen.at !== null) heard[event.data.operationId] = seen.at;
  }
  return { heard, said };
}
