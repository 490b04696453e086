/** What a change means for the pause that it is about. The record decides, never a message about it. */
import { bindingLine, correlationOf, type Binding } from "./binding.ts";
import type { Change, Vote } from "./change-system.ts";

/**
 * `approved` names who voted so; `denied` declines, or takes an approval back; `void` is no change of ours any more: it counts for nothing. `holds`: an approval
 * that was given while it was good stands all the same.
 */
export type Judgement =
  | { readonly kind: "wait"; readonly why: string; readonly holds: boolean }
  | { readonly kind: "approved"; readonly users: readonly string[] }
  | { readonly kind: "denied"; readonly why: string; readonly users: readonly string[] }
  | { readonly kind: "void"; readonly why: string; readonly holds: boolean };

/** What stood there when a change that people had made was told what it approves. It approves nothing of ours. */
export interface StoodBefore {
  readonly approved: boolean;
  /** Ids of votes. */
  readonly votes: readonly string[];
}

/** What is judged: the record, what of it is older than its binding, and the time (ISO 8601 UTC). */
export interface Judged {
  readonly change: Change;
  readonly votes: readonly Vote[];
  readonly before?: StoodBefore | undefined;
  readonly now: string;
}

/** Judges a change. */
export function judgeChange({ change, votes: all, before, now }: Judged, binding: Binding): Judgement {
  const votes = all.filter(({ id }) => before?.votes.includes(id) !== true);
  const users = (decision: Vote["decision"]): readonly string[] =>
    votes.filter((vote) => vote.decision === decision).map(({ user }) => user);
  const isVoid = (why: string, holds = false): Judgement => ({ kind: "void", why, holds });
  if (change.correlationId !== correlationOf(binding.pauseId)) return isVoid("its correlation is another one");
  if (!change.description.includes(bindingLine(binding)))
    return isVoid("its description was edited: it names another plan, other resources or another mode");
  if (change.phase === "cancelled") return { kind: "denied", why: "it was cancelled", users: [] };
  if (change.approval === "rejected") return { kind: "denied", why: "it was rejected", users: users("rejected") };
  if (change.phase === "closed") return isVoid("it is closed", true);
  if (change.approval !== "approved") return { kind: "wait", why: "it is not approved, or not any more", holds: false };
  if (before && (before.approved || before.votes.length > 0) && users("approved").length === 0)
    return { kind: "wait", why: "it was approved before it said what it approves", holds: false };
  const why = notNow(change, now);
  return why === undefined ? { kind: "approved", users: users("approved") } : { kind: "wait", why, holds: true };
}

/** Why an approved change does not count at this time; undefined if it does. */
export function notNow({ phase, onHold, conflicts, startsAt, endsAt }: Change, now: string): string | undefined {
  if (phase !== "scheduled") return "it is approved and not yet scheduled";
  if (onHold) return "it is on hold";
  if (conflicts) return "it conflicts with another change";
  if (startsAt !== undefined && now < startsAt) return `its window begins at ${startsAt}`;
  return endsAt !== undefined && now > endsAt ? `its window ended at ${endsAt}` : undefined;
}
