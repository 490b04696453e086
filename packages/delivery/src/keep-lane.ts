/** Writes a lane's progress, although somebody may have woken it meanwhile. */
import type { Lane } from "./lane.ts";
import type { LaneStore } from "./stores.ts";

const MAX_TRIES = 10;

/** Whose lane it is, and whether this is the end of the turn. */
export interface Keeping {
  readonly owner: string;
  /** `go_on`: the lease stays, and the lane stays due, so that it is found if the worker dies. `release`: the lease is given back. */
  readonly end: "go_on" | "release";
  readonly nowIso: string;
}

/**
 * Saves progress over a lane that was woken in between: our progress, due at the earlier of both times. Undefined when the lease was lost;
 * then whoever has it sends the last event again, under the same id.
 */
export async function keepLane(
  lanes: Pick<LaneStore, "get" | "save">,
  lane: Lane,
  { owner, end, nowIso }: Keeping,
): Promise<Lane | undefined> {
  let { rev } = lane;
  let stored: Lane = end === "release" ? withoutLease(lane) : { ...lane, dueAt: lane.dueAt ?? nowIso };
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const saved = await lanes.save({ ...stored, rev });
    if (saved) return end === "release" ? saved : { ...lane, rev: saved.rev };
    const standing = await lanes.get(lane.laneId);
    if (standing?.leaseOwner !== owner) return undefined;
    ({ rev } = standing);
    stored = { ...stored, ...earlier(stored.dueAt, standing.dueAt) };
  }
  return undefined;
}

function withoutLease({ leaseOwner: _owner, leaseUntil: _until, ...lane }: Lane): Lane {
  return lane;
}

function earlier(one: string | undefined, other: string | undefined): Pick<Lane, "dueAt"> {
  const dueAt = one === undefined || (other !== undefined && other < one) ? other : one;
  return dueAt === undefined ? {} : { dueAt };
}
