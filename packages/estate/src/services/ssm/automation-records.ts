// The records of the simulated Automation.
import { defineKind } from "../../world/kind.ts";

/** Status words with which an automation ends. */
export const AUTOMATION_ENDS = [
  "Success",
  "CompletedWithSuccess",
  "Failed",
  "TimedOut",
  "CompletedWithFailure",
  "Exited",
  "Rejected",
] as const;

/** What a run of a document will do. */
export type RunbookRecord = {
  readonly document: string;
  readonly end: (typeof AUTOMATION_ENDS)[number];
  readonly outputs: Readonly<Record<string, readonly string[]>>;
  readonly failureMessage?: string | undefined;
  /** Estate seconds of work; drawn if absent. */
  readonly seconds?: number | undefined;
  /** Waits for SendAutomationSignal Approve or Reject before it works. */
  readonly needsApproval: boolean;
};

/** A run. While it waits for approval `endMs` is never. */
export type AutomationRecord = Omit<RunbookRecord, "seconds" | "document"> & {
  readonly executionId: string;
  readonly documentName: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly clientToken?: string | undefined;
  readonly startMs: number;
  readonly workMs: number;
  readonly endMs: number;
  readonly stoppedMs?: number;
  readonly waits: boolean;
};

/** Runbooks by document. */
export const runbookKind = defineKind<RunbookRecord>("ssm.runbook");
/** Runs by id. */
export const automationKind = defineKind<AutomationRecord>("ssm.automation");

/** The status word at a moment. */
export const automationAt = ({ waits, endMs, end, stoppedMs }: AutomationRecord, nowMs: number): string => {
  if (stoppedMs !== undefined && nowMs >= stoppedMs) return "Cancelled";
  if (waits) return "Waiting";
  return nowMs < endMs ? "InProgress" : end;
};
