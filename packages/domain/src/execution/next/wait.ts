/** What an execution waits for, and the words for it. */

/** What has to come from outside before the execution moves by itself; `nothing` once it is over. */
export type WaitingFor =
  | "planning"
  | "slot"
  | "resources"
  | "adapters"
  | "retry"
  | "approvals"
  | "change"
  | "failed_tasks"
  | "resume"
  | "stop_confirmation"
  | "rollback"
  | "cleanup"
  | "decision"
  | "person"
  | "nothing";

/** Times are ISO 8601 in UTC; `until` is when the wait ends by itself, null if it never does. */
export interface Wait {
  readonly why: string;
  readonly waitingFor: WaitingFor;
  readonly since: string | null;
  readonly until: string | null;
}
