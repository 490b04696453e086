/** Words of the rows of what lets a gate open: decisions of people, and what change tickets say. */
import { executionStatusSchema } from "../answers.ts";
import { defineWords } from "./words.ts";

const answers = { 200: { description: "The status that follows", body: executionStatusSchema } } as const;

const ENDED = ["execution.not_found", "execution.already_ended", "log.version_conflict"] as const;

/** `/executions/{executionId}/approvals|changes` */
export const decisionWords = defineWords({
  decideApproval: {
    tag: "executions",
    summary: "Approve or decline what a pause waits for",
    examples: [
      {
        summary: "Approve",
        value: { pauseId: "pause-1", decision: "approve", planHash: "…", manifestHash: "…", mode: "planned", comment: "checked" },
      },
    ],
    answers,
    problems: [
      ...ENDED,
      "approval.not_authorised",
      "approval.not_a_person",
      "approval.requester_unknown",
      "approval.self",
      "approval.already_decided",
      "approval.no_such_pause",
      "approval.expired",
      "approval.stale_plan",
      "approval.wrong_mode",
      "approval.no_glass",
      "approval.reason_missing",
      "approval.break_glass_early",
    ],
  },
  recordChange: {
    tag: "executions",
    summary: "Record what a change ticket says",
    description: "For the service of change tickets alone: it has read the record. People approve, or break the glass.",
    examples: [
      {
        summary: "Approved",
        value: {
          system: "servicenow",
          number: "CHG0030001",
          standing: "approved",
          planHash: "…",
          manifestHash: "…",
          mode: "planned",
          by: ["rita.change"],
        },
      },
    ],
    answers,
    problems: [...ENDED, "change.not_a_system", "change.stale_plan", "change.unknown"],
  },
});
