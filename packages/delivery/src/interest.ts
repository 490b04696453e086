/** Which facts a kind of receiver acts on: whoever takes them off the bus and whoever sends them go by the same list. Plain data. */

/** An execution ends with one of these. */
export const ENDS = ["ExecutionCompleted", "ExecutionFailed", "ExecutionCancelled"] as const;

/** What people are told in a line. */
const TOLD = [
  "ExecutionRequested",
  "ExecutionQueued",
  "ExecutionStarted",
  "ExecutionPaused",
  "ApprovalRecorded",
  "ChangeRecorded",
  "ChangeBypassed",
  "ExecutionResumed",
  "WaveStarted",
  "WaveCompleted",
  "WaveFailed",
  "WaveSkipped",
  "TechnologyFailed",
  "ExecutionCancelRequested",
  "RollbackStarted",
  "RollbackCompleted",
  "CleanupCompleted",
  "ExecutionRedriven",
  "ExecutionModeSwitched",
  "LeadershipTaken",
  ...ENDS,
] as const;

/** What is told, and what closes an incident. */
const ALARMING = [...TOLD, "TechnologyCompleted", "TechnologySkipped"] as const;

/** What files a change, or is noted on one. */
const CHANGING = [
  "ExecutionPaused",
  "ExecutionStarted",
  "ApprovalRecorded",
  "ChangeBypassed",
  "ExecutionResumed",
  "WaveStarted",
  "WaveCompleted",
  "WaveFailed",
  "TechnologyFailed",
  "ExecutionModeSwitched",
  "ExecutionRedriven",
  ...ENDS,
] as const;

/** What gives a figure, or ends a trace. */
const MEASURED = ["ExecutionStarted", "ExecutionResumed", "WaveCompleted", "WaveFailed", "TechnologyFailed", ...ENDS] as const;

/** By kind of receiver. A kind that is not here may act on every fact. */
export const ACTS_ON = {
  slack: TOLD,
  teams: TOLD,
  email: TOLD,
  pagerduty: ALARMING,
  servicenow: CHANGING,
  bmc: CHANGING,
  datadog: MEASURED,
  newrelic: MEASURED,
  otlp: MEASURED,
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Whether a kind of receiver may act on a type of fact. */
export function actsOn(kind: string, type: string): boolean {
  const types: readonly string[] | undefined = Object.hasOwn(ACTS_ON, kind) ? ACTS_ON[kind as keyof typeof ACTS_ON] : undefined;
  return types === undefined || types.includes(type);
}
