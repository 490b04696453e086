// What a global database looks like at a moment: a pure function of its record and estate time.
import type { GlobalClusterRecord } from "./records.ts";

/** Status, members and the change that is under way; without one there is no failover state, before as after. */
export type GlobalState = {
  readonly status: "available" | "switching-over" | "failing-over";
  readonly writer: string;
  readonly failover?: {
    readonly status: "pending" | "failing-over";
    readonly from: string;
    readonly to: string;
    readonly dataLoss: boolean;
  };
};

/** The members that are shown. */
export const membersAt = ({ members }: GlobalClusterRecord, nowMs: number): GlobalClusterRecord["members"] =>
  members.filter(({ leavesMs = Number.POSITIVE_INFINITY }) => nowMs < leavesMs);

/** A change shows, in this order: available (stale), under way with the old writer, with the new one, available. */
export const globalStateAt = ({ members, change }: GlobalClusterRecord, nowMs: number): GlobalState => {
  const settled = members.find(({ writer }) => writer)?.clusterArn ?? "";
  if (change === undefined || nowMs >= change.endMs) return { status: "available", writer: settled };
  const { kind, from, to, dataLoss } = change;
  if (nowMs < change.visibleMs) return { status: "available", writer: from };
  const status = kind === "switchover" ? "switching-over" : "failing-over";
  const flipped = nowMs >= change.flipMs;
  return { status, writer: flipped ? to : from, failover: { status: flipped ? "failing-over" : "pending", from, to, dataLoss } };
};
