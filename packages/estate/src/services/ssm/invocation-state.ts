// What a command looks like at a moment: a pure function of its record and estate time.
import type { CommandRecord, InvocationRecord } from "./run-command-records.ts";

/** Status and details in Run Command's words. Details have spaces where the status has none. */
export type CommandState = {
  readonly status: "Pending" | "InProgress" | "Delayed" | "Success" | "Cancelling" | "Cancelled" | "TimedOut" | "Failed";
  readonly details: string;
};

const ENDS = {
  Success: { status: "Success", details: "Success" },
  Failed: { status: "Failed", details: "Failed" },
  "Delivery Timed Out": { status: "TimedOut", details: "Delivery Timed Out" },
  "Execution Timed Out": { status: "TimedOut", details: "Execution Timed Out" },
} as const;

const plain = (status: CommandState["status"]): CommandState => ({ status, details: status });

/** One node: Pending (or Delayed while it is offline), InProgress, then how it ended; a cancel cuts in before the end. */
export const invocationAt = (invocation: InvocationRecord, nowMs: number): CommandState => {
  const { startMs, endMs, cancellingMs, cancelledMs } = invocation;
  if (cancelledMs !== undefined && nowMs >= cancelledMs) return plain("Cancelled");
  if (cancellingMs !== undefined && nowMs >= cancellingMs) return plain("Cancelling");
  if (nowMs >= endMs) return ENDS[invocation.end];
  if (nowMs >= startMs) return plain("InProgress");
  return plain(invocation.end === "Delivery Timed Out" ? "Delayed" : "Pending");
};

/** Whether nothing more will happen to it. */
export const isOver = ({ status }: CommandState): boolean => ["Success", "Cancelled", "TimedOut", "Failed"].includes(status);

const WORST_FIRST = ["Failed", "TimedOut", "Cancelled"] as const;

/** The whole command. No node at all is a success that did nothing, as on AWS. */
export const commandAt = ({ invocations }: CommandRecord, nowMs: number): CommandState => {
  if (invocations.length === 0) return { status: "Success", details: "NoInstancesInTag" };
  const states = invocations.map((invocation) => invocationAt(invocation, nowMs));
  if (states.some((state) => !isOver(state))) {
    if (states.some(({ status }) => status === "Cancelling")) return plain("Cancelling");
    return plain(states.every(({ status }) => status === "Pending" || status === "Delayed") ? "Pending" : "InProgress");
  }
  return plain(WORST_FIRST.find((word) => states.some(({ status }) => status === word)) ?? "Success");
};
