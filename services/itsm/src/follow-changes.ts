/** Follows changes: an approved one becomes an approval of ours, a rejected, cancelled or edited one takes it back. Asked by schedule; a message about a change only makes it sooner. */
import { createHash } from "node:crypto";
import { approversOf, type Receiver } from "@dr/delivery";
import type { CallApi } from "@dr/delivery/call-api-client";
import type { Clock, Logger, Metrics } from "@dr/runtime";
import type { ChangeSystem } from "./change-system.ts";
import type { Followed, FollowedChanges } from "./followed-changes.ts";
import { judgeChange, type Judgement } from "./judge-change.ts";

/** What following needs. */
export interface FollowChangesDeps {
  readonly changes: FollowedChanges;
  readonly receiverOf: (receiverId: string) => Promise<Receiver | undefined>;
  readonly open: (receiver: Receiver) => Promise<ChangeSystem>;
  readonly callApi: CallApi;
  readonly clock: Clock;
  readonly logger: Pick<Logger, "info" | "warn">;
  readonly metrics: Pick<Metrics, "count">;
}

/** As whom a change pauses an execution that runs already; it approves nothing. */
export const ITSM_ROLE = "DRSOrchestrationItsm";

/** Looks at all changes that are followed, or at one by its system's own key. */
export type FollowChanges = (changeId?: string) => Promise<{ readonly followed: number; readonly acted: number }>;

/** One look; a system that does not answer leaves its changes as they are: nothing is approved, nothing is taken back. */
export function createFollowChanges(deps: FollowChangesDeps): FollowChanges {
  return async (only) => {
    const followed = (await deps.changes.list()).filter(({ changeId }) => only === undefined || changeId === only);
    let acted = 0;
    for (const each of followed) {
      try {
        if (await followOne(deps, each)) acted += 1;
      } catch (error) {
        deps.metrics.count("ChangeUnread");
        deps.logger.warn("a change cannot be read: it counts for nothing", { number: each.number, error });
      }
    }
    return { followed: followed.length, acted };
  };
}

async function followOne(deps: FollowChangesDeps, followed: Followed): Promise<boolean> {
  const receiver = await deps.receiverOf(followed.receiverId);
  if (receiver?.enabled !== true) return false;
  const system = await deps.open(receiver);
  const judged = await judge(system, followed, deps.clock.nowIso());
  if (changesNothing(judged, followed)) return false;
  const told = `${judged.kind}:${"users" in judged ? judged.users.join(",") : judged.why}`;
  if (told === followed.told) return false;
  const at = { followed, receiver, system };
  const approvedAt = judged.kind === "approved" ? await approve(deps, at, judged.users) : await revoke(deps, at, judged);
  await deps.changes.put({ ...followed, told, ...(approvedAt === undefined ? {} : { approvedAt }) });
  return true;
}

/** Nothing was given that could be taken back, or what was given stands. */
function changesNothing(judged: Judgement, { approvedAt }: Followed): boolean {
  if (judged.kind === "wait") return approvedAt === undefined || judged.holds;
  return judged.kind === "void" && judged.holds && approvedAt !== undefined;
}

async function judge(system: ChangeSystem, { changeId, binding, before }: Followed, now: string): Promise<Judgement> {
  const change = await system.read(changeId);
  if (!change) return { kind: "void", why: "it is gone", holds: false };
  return judgeChange({ change, votes: await system.votes(changeId), before, now }, binding);
}

interface At {
  readonly followed: Followed;
  readonly receiver: Receiver;
  readonly system: ChangeSystem;
}

/**
 * Votes of people who are known here become their approvals; by default a change counts as one, whoever voted. The API checks each as it checks everybody's.
 * Then the change itself is told, for recoveries that need one; `all` makes it stand for every approval, where one of them was taken.
 */
async function approve(deps: FollowChangesDeps, at: At, users: readonly string[]): Promise<string | undefined> {
  const { receiver, system, followed } = at;
  const known = peopleOf(receiver, users);
  const countsAs = receiver.settings["changeCountsAs"];
  const counted = countsAs === "votes" || countsAs === "all" ? known : known.slice(0, 1);
  if (counted.length === 0) {
    await system.note(
      followed.changeId,
      "Approved by nobody who is known to the DR orchestrator as an approver: the recovery still waits for an approval.\n[dr:unknown-approver]",
    );
    deps.metrics.count("ChangeApproverUnknown");
  }
  const replies: Reply[] = [];
  for (const person of counted) replies.push(await decide(deps, at, person, "approve"));
  const all = countsAs === "all" && replies.some(({ recorded, code }) => recorded || code === "approval.already_decided");
  const change = await tellChange(deps, at, { standing: "approved", by: users, ...(all ? { countsAs } : {}) });
  const told = [...replies, change].map(({ words }) => words).join("; ");
  await system.note(followed.changeId, `Told the DR orchestrator: ${told}\n[dr:approval]`);
  return replies.some(({ recorded }) => recorded) || change.recorded ? deps.clock.nowIso() : undefined;
}

/** Before the approval is complete it is declined by whoever rejected; a recovery that runs is paused at the next boundary, what runs goes on. */
async function revoke(
  deps: FollowChangesDeps,
  at: At,
  judged: Exclude<Judgement, { readonly kind: "approved" }>,
): Promise<string | undefined> {
  const { followed, receiver, system } = at;
  const [person] = judged.kind === "denied" ? peopleOf(receiver, judged.users) : [];
  const declined = person === undefined ? undefined : await decide(deps, at, person, "decline");
  deps.metrics.count("ChangeRevoked");
  deps.logger.warn("a change no longer stands", { number: followed.number, executionId: followed.binding.executionId, why: judged.why });
  if (followed.approvedAt !== undefined) {
    await tellChange(deps, at, { standing: "revoked", by: "users" in judged ? judged.users : [], reason: judged.why });
    const { status } = await deps.callApi({
      as: `${ITSM_ROLE}/${followed.number}`,
      method: "PUT",
      path: `/api/v1/executions/${followed.binding.executionId}/pause`,
      body: { reason: `change ${followed.number}: ${judged.why}` },
      key: keyOf(followed.key, "pause", judged.why),
    });
    await system.note(followed.changeId, `The recovery is asked to pause (${status}): ${judged.why}\n[dr:revoked]`);
  } else
    await system.note(
      followed.changeId,
      `Counts for nothing: ${judged.why}${declined === undefined ? "" : `; ${declined.words}`}\n[dr:revoked]`,
    );
  return followed.approvedAt;
}

async function decide({ callApi }: FollowChangesDeps, { followed }: At, person: string, decision: "approve" | "decline"): Promise<Reply> {
  const { executionId, pauseId, planHash, manifestHash, mode } = followed.binding;
  const { status, body } = await callApi({
    as: person,
    method: "POST",
    path: `/api/v1/executions/${executionId}/approvals`,
    body: { pauseId, decision, planHash, manifestHash, mode, comment: `by change ${followed.number}` },
    key: keyOf(followed.key, person, decision),
  });
  return toReply(`${decision} of ${person}`, status, body);
}

interface Said {
  readonly standing: "approved" | "revoked";
  readonly by: readonly string[];
  readonly countsAs?: "all";
  readonly reason?: string;
}

/** Tells what the record says, as the machine that reads it. */
async function tellChange({ callApi }: FollowChangesDeps, { followed, receiver }: At, said: Said): Promise<Reply> {
  const { executionId, planHash, manifestHash, mode } = followed.binding;
  const { status, body } = await callApi({
    as: `${ITSM_ROLE}/${followed.number}`,
    method: "POST",
    path: `/api/v1/executions/${executionId}/changes`,
    body: { system: receiver.kind, number: followed.number, planHash, manifestHash, mode, ...said },
    key: keyOf(followed.key, "change", JSON.stringify(said)),
  });
  return toReply(`change ${followed.number} ${said.standing}`, status, body);
}

function toReply(what: string, status: number, { code }: Readonly<Record<string, unknown>>): Reply {
  if (status < 300) return { recorded: true, words: `${what} recorded` };
  return { recorded: false, code: String(code), words: `${what} refused: ${String(code)}` };
}

/** What became of a decision. */
interface Reply {
  readonly recorded: boolean;
  readonly code?: string;
  readonly words: string;
}

/** Who of the users of the system is who here. Each person once. */
function peopleOf(receiver: Receiver, users: readonly string[]): readonly string[] {
  const people = approversOf(receiver);
  return [...new Set(users.flatMap((user) => people.get(user) ?? []))];
}

function keyOf(...parts: readonly string[]): string {
  return `itsm-${createHash("sha256").update(parts.join("|")).digest("hex")}`;
}
