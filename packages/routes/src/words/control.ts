/** Words of the rows of what people do to a running execution. */
import { executionStatusSchema } from "../answers.ts";
import { defineWords } from "./words.ts";

const answers = { 200: { description: "The status that follows", body: executionStatusSchema } } as const;

const ENDED = ["execution.not_found", "execution.already_ended", "log.version_conflict"] as const;

const because = [{ summary: "With a reason", value: { reason: "agreed in the call" } }];

/** `/executions/{executionId}/pause|resume|cancel|mode|redrive|tasks/…` */
export const controlWords = defineWords({
  pauseExecution: {
    tag: "executions",
    summary: "Pause at the next wave boundary",
    examples: because,
    answers,
    problems: [...ENDED, "execution.already_paused", "execution.not_pausable"],
  },
  withdrawPause: {
    tag: "executions",
    summary: "Take back a pause that has not begun",
    answers,
    problems: [...ENDED, "execution.no_pause_requested"],
  },
  resumeExecution: {
    tag: "executions",
    summary: "End a pause that needs no (further) approval",
    examples: because,
    answers,
    problems: [
      ...ENDED,
      "execution.not_paused",
      "execution.pause_expired",
      "execution.approval_required",
      "execution.change_required",
      "execution.failures_unresolved",
    ],
  },
  cancelExecution: {
    tag: "executions",
    summary: "Start no further wave and ask running tasks to stop",
    examples: because,
    answers,
    problems: [...ENDED, "execution.already_cancelling", "execution.not_cancellable"],
  },
  switchMode: {
    tag: "executions",
    summary: "Switch between planned and unplanned",
    examples: [{ summary: "The primary side is dead", value: { mode: "unplanned", reason: "the primary Region does not answer" } }],
    answers,
    problems: [...ENDED, "execution.mode_fixed", "execution.mode_unchanged"],
  },
  redriveExecution: {
    tag: "executions",
    summary: "Run a failed or cancelled execution again from its first unfinished wave",
    description: "After a later execution of the plan it has to be forced.",
    examples: because,
    answers,
    problems: [
      "execution.not_found",
      "execution.not_redrivable",
      "execution.superseded",
      "execution.plan_already_active",
      "execution.resource_conflict",
    ],
  },
  rollbackExecution: {
    tag: "executions",
    summary: "Take back the effects of an execution that failed, was cancelled, or is paused",
    description:
      "In reverse order of dependencies, up to the first that cannot be taken back. After a later execution of the plan it has to be forced.",
    examples: because,
    answers,
    problems: [
      "execution.not_found",
      "execution.not_rollbackable",
      "execution.nothing_to_roll_back",
      "execution.superseded",
      "execution.plan_already_active",
      "execution.resource_conflict",
    ],
  },
  retryTask: {
    tag: "executions",
    summary: "Try a failed task again",
    examples: because,
    answers,
    problems: [...ENDED, "task.unknown", "task.not_retryable_now"],
  },
  completeTask: {
    tag: "executions",
    summary: "Say what became of a task that people do",
    description:
      "For whom the plan names, or whom it was handed on to. Of a file the log keeps name, size and hash: give `contentBase64`, or the hash itself.",
    examples: [
      { summary: "Done", value: { outcome: "completed", evidence: [{ kind: "text", text: "all switches show green" }] } },
      { summary: "Somebody else's", value: { outcome: "handed_on", handedTo: { roles: ["DRSOperator"] }, note: "network team" } },
    ],
    answers,
    problems: [...ENDED, "task.unknown", "task.not_manual", "task.not_answerable_now", "task.not_assigned", "task.evidence_required"],
  },
  skipTask: {
    tag: "executions",
    summary: "Leave a task out",
    examples: because,
    answers,
    problems: [...ENDED, "task.unknown", "task.not_skippable_now", "task.behind_gate"],
  },
});
