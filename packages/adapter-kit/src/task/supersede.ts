/** A new attempt takes over from the older ones: it closes them, keeps what they completed and still stands, and goes on with what they left open. */
import { DrError } from "@dr/events";
import type { LedgerItem, LedgerStep, OperationMember } from "../ledger/item.ts";
import type { Ledger } from "../ledger/port.ts";
import { closedItem, failedOutcome } from "./closed-item.ts";
import { assertNobodyActs } from "./lease.ts";
import { namesOf, SUPERSEDED, superseded } from "./overtaken.ts";
import { withoutLease } from "./pen.ts";
import { hasBegun } from "./say.ts";

/** Who takes over, and when. */
export interface Successor {
  readonly item: LedgerItem;
  readonly nowMs: number;
}

/** What became of the task's rollbacks and clean-ups when it is to be done again. */
export interface Inverses {
  /** Operations whose effect was taken back, or may have been. */
  readonly undone: ReadonlySet<string>;
  /** Those that are at work: the new attempt begins when they have ended. */
  readonly atWork: readonly string[];
}

/**
 * Closes the rollbacks and clean-ups of before a new attempt that have done nothing yet: they would take back what this attempt makes, or finds
 * made. Those that have begun go on, and are waited for. Throws `ledger.lease_held` while a worker acts on one that would be closed.
 */
export async function closeInverses(ledger: Ledger, members: readonly OperationMember[], successor: Successor): Promise<Inverses> {
  const undone = new Set<string>();
  const atWork: string[] = [];
  for (const member of members) {
    if (member.phase === "execute") continue;
    const item = await closeUnbegun(ledger, member, successor);
    if (item.status === "OPEN") atWork.push(member.operationId);
    if (!isUntouched(item)) for (const operationId of namesOf(member)) undone.add(operationId);
  }
  return { undone, atWork };
}

async function closeUnbegun(ledger: Ledger, member: OperationMember, successor: Successor): Promise<LedgerItem> {
  const known = await ledger.get(member.operationId);
  return known?.status === "OPEN" && hasBegun(known) ? known : closeOlder(ledger, member, successor, known);
}

/** It was closed before it looked at anything. */
function isUntouched({ status, steps, outcome }: LedgerItem): boolean {
  const failure = outcome?.type === "TechnologyFailed" ? outcome.data.failure.code : undefined;
  const nothing = Object.values(steps).every(({ acts, result }) => acts === 0 && result === undefined);
  return status === "TERMINAL" && failure === SUPERSEDED && nothing;
}

/**
 * Closes every older attempt of the same phase and returns their steps by resource, the newest attempt's word first.
 * An attempt that is not in the ledger yet gets a closed item, so that its late request cannot act. Throws `ledger.lease_held` while
 * a worker acts on one, and `ledger.conflict` when one moved on meanwhile.
 */
export async function takeOverOlder(
  ledger: Ledger,
  members: readonly OperationMember[],
  { undone = new Set(), ...successor }: Successor & Partial<Pick<Inverses, "undone">>,
): Promise<ReadonlyMap<string, LedgerStep>> {
  const { phase, attempt, undoes } = successor.item.task;
  const older = members
    .filter((member) => member.phase === phase && member.attempt < attempt)
    .toSorted((left, right) => left.attempt - right.attempt);
  const steps = new Map<string, LedgerStep>();
  for (const member of older) {
    const closed = await closeOlder(ledger, member, successor, await ledger.get(member.operationId));
    // What was taken back since is done no longer: nothing of it, nor of what came before it, can be kept. And an older inverse took back
    // another operation's effect (the task ran again since): what it did says nothing about this one's.
    if (undone.has(member.operationId) || member.undoes !== undoes) steps.clear();
    else for (const [target, step] of Object.entries(closed.steps)) steps.set(target, step);
  }
  const since = new Date(successor.nowMs).toISOString();
  return new Map([...steps].flatMap(([target, step]) => toInherited(target, step, phase === "execute" ? since : undefined)));
}

async function closeOlder(
  ledger: Ledger,
  member: OperationMember,
  { item, nowMs }: Successor,
  known: LedgerItem | undefined,
): Promise<LedgerItem> {
  if (!known) {
    const tombstone = closedItem(item, member, nowMs);
    if (await ledger.create(tombstone)) return tombstone;
    throw new DrError("ledger.conflict", `operation ${member.operationId} was opened by another worker`, { retryable: true });
  }
  if (known.status === "TERMINAL") return known;
  assertNobodyActs(known, nowMs);
  const outcome = failedOutcome(known, superseded(item.task), new Date(nowMs).toISOString());
  const { writtenBy } = item;
  // Its next look has nothing to say any more: the number makes it one of an older chain.
  const closed = {
    ...known,
    status: "TERMINAL" as const,
    outcome,
    pollSeq: known.pollSeq + 1,
    ...(writtenBy === undefined ? {} : { writtenBy }),
  };
  return ledger.save(withoutLease(closed));
}

/**
 * Kept: what was completed; of a forward phase only if a look shows that it still stands, for between two attempts others may have been there.
 * (What was taken back is taken back: if it stands again, somebody else did that.) Gone on with: what may have been begun, and what failed while
 * its effect stands, or may. Everything else starts afresh.
 */
function toInherited(target: string, step: LedgerStep, since: string | undefined): readonly (readonly [string, LedgerStep])[] {
  // A stop that was asked of the older attempt is not asked of this one.
  const { cancelAskedAt: _asked, cancelAccepted: _accepted, failure: _failure, remains, result, ...open } = step;
  if (step.state === "INTENT" || step.state === "SUBMITTED") return [[target, open]];
  if (remains !== undefined) return [[target, { ...open, state: step.handle === undefined ? "INTENT" : "SUBMITTED" }]];
  if (result?.outcome !== "completed") return [];
  return [[target, since === undefined ? step : { ...open, state: "SUBMITTED", kept: { result, since } }]];
}
