/** Events in words, for a timeline that people read. */
import type { EventData, EventType, Failure } from "@dr/events";

/** An event as it is told. */
export interface ToldEvent {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly type: string;
  readonly text: string;
  readonly kind: "execution" | "wave" | "task" | "people";
  readonly waveNumber?: number;
  readonly taskId?: string;
  readonly actor?: string;
}

type Data = Readonly<Record<string, unknown>>;

const WORDS: { readonly [T in EventType]?: (data: EventData<T>) => string } = {
  ExecutionRequested: ({ executionType, planName }) => `${executionType} of ${planName} asked for`,
  ExecutionQueued: ({ reason }) => `queued: ${reason}`,
  ExecutionStarted: () => "started",
  ReadinessRequested: ({ at, technologies }) => `${technologies.length} tasks asked whether they are ready (${at})`,
  ReadinessReported: ({ technology, tasks }) => {
    const blocked = tasks.filter(({ ready }) => !ready).map(({ taskId, checks }) => `${taskId}: ${checks[0]?.message ?? "not ready"}`);
    return `${technology} ${blocked.length === 0 ? "is ready" : `is not ready: ${blocked.join("; ")}`}`;
  },
  WaveStarted: ({ waveNumber }) => `wave ${waveNumber} started`,
  WaveCompleted: ({ waveNumber }) => `wave ${waveNumber} complete`,
  WaveFailed: ({ waveNumber, failures }) => `wave ${waveNumber} failed: ${failures.map(({ taskId }) => taskId).join(", ")}`,
  WaveSkipped: ({ waveNumber, reason }) => `wave ${waveNumber} left out: ${reason}`,
  TechnologyStarted: ({ taskId }) => `${taskId} began`,
  TechnologyCompleted: ({ taskId }) => `${taskId} done`,
  TechnologyFailed: ({ taskId, failure }) => `${taskId} failed${because(failure)}`,
  TechnologySkipped: ({ taskId, reason }) => `${taskId} left out: ${reason}`,
  TechnologyRolledBack: ({ taskId }) => `${taskId} taken back`,
  TechnologyCleanedUp: ({ taskId }) => `${taskId} cleaned up`,
  TechnologyRetryScheduled: ({ taskId, dueAt }) => `${taskId} is tried again at ${dueAt}`,
  ManualTaskAnswered: ({ taskId, outcome, note }) => `${taskId}: ${outcome}${note === undefined ? "" : `, "${note}"`}`,
  ExecutionPauseRequested: ({ reason }) => `pause asked for: ${reason}`,
  ExecutionPaused: ({ reason, waveNumber }) => `paused (${reason}${waveNumber === undefined ? "" : `, wave ${waveNumber}`})`,
  ApprovalRecorded: ({ decision, comment }) =>
    `${decision === "approve" ? "approved" : "declined"}${comment === undefined ? "" : `: ${comment}`}`,
  ChangeRecorded: ({ number, standing, by }) => `change ${number} ${standing}${by.length > 0 ? ` by ${by.join(", ")}` : ""}`,
  ChangeBypassed: ({ by, reason }) => `goes on without a change, by ${by.join(" and ")}: ${reason}`,
  ExecutionResumed: ({ by }) => `resumed by ${by}`,
  ExecutionCancelRequested: ({ reason }) => `cancel asked for: ${reason}`,
  ExecutionCancelled: () => "cancelled",
  ExecutionCompleted: () => "complete",
  ExecutionFailed: ({ failure }) => `failed${because(failure)}`,
  ExecutionModeSwitched: ({ from, to, reason }) => `mode ${from} became ${to}: ${reason}`,
  LeadershipTaken: ({ region, reason }) => `led from ${region} now: ${reason}`,
};

/** Said by people, whoever appended it. */
const OF_PEOPLE = new Set([
  "ExecutionRequested",
  "ManualTaskAnswered",
  "ExecutionPauseRequested",
  "ExecutionPauseWithdrawn",
  "ApprovalRecorded",
  "ChangeRecorded",
  "ChangeBypassed",
  "ExecutionCancelRequested",
  "ExecutionModeSwitched",
  "LeadershipTaken",
  "ExecutionRedriven",
]);

/** The event in words. One that has none is told by its name. */
export function tellEvent(type: string, data: Data, { at, actor }: { readonly at: string; readonly actor: string }): ToldEvent {
  const waveNumber = typeof data["waveNumber"] === "number" ? { waveNumber: data["waveNumber"] } : {};
  const taskId = typeof data["taskId"] === "string" ? { taskId: data["taskId"] } : {};
  const isByHand = OF_PEOPLE.has(type);
  return {
    at,
    type,
    text: wordsFor(type, data),
    kind: isByHand ? "people" : kindOf(type),
    ...waveNumber,
    ...taskId,
    ...(isByHand ? { actor } : {}),
  };
}

function wordsFor(type: string, data: Data): string {
  const tell = (WORDS as Readonly<Record<string, ((data: Data) => string) | undefined>>)[type];
  return tell?.(data) ?? inWords(type);
}

function kindOf(type: string): ToldEvent["kind"] {
  if (type.startsWith("Wave")) return "wave";
  return type.startsWith("Technology") ? "task" : "execution";
}

function inWords(type: string): string {
  return type.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase();
}

function because(failure: Failure): string {
  return `: ${failure.message}`;
}
