/** Gates that wait for approvals which nobody could ever give: as many people as they ask for do not exist. */
import { isSameRole, type WaveSpec } from "@dr/events";

/** What is known of people. `peopleIn` a role: how many there are at most; undefined where nobody counts them. */
export interface KnownPeople {
  readonly peopleIn: (role: string) => number | undefined;
  /** Who asks for the execution, with every role of theirs; `person` null: nobody who can be told apart. */
  readonly requester?: { readonly person: string | null; readonly roles: readonly string[] };
}

/** A gate, and how many people could approve it at most. */
export interface UnreachableGate {
  readonly waveNumber: number;
  readonly approverRoles: readonly string[];
  readonly minApprovals: number;
  readonly possible: number;
}

/**
 * Every gate of the waves that can only expire. A person in two roles counts twice, so none is called unreachable that is not; whoever asked for the
 * execution approves nothing, and if nobody knows who that was, nobody can be shown to be another. A gate that opens by itself when it expires is none.
 */
export function unreachableGates(waves: readonly WaveSpec[], people: KnownPeople): readonly UnreachableGate[] {
  return waves.flatMap(({ waveNumber, pause, pauseBeforeWave, pauseAfterWave }) => {
    const { approval, onExpiry } = pause;
    if (!approval || onExpiry === "continue" || !(pauseBeforeWave || pauseAfterWave)) return [];
    const { approverRoles, minApprovals } = approval;
    const possible = mostApprovers(approverRoles, people);
    return possible >= minApprovals ? [] : [{ waveNumber, approverRoles, minApprovals, possible }];
  });
}

function mostApprovers(approverRoles: readonly string[], { peopleIn, requester }: KnownPeople): number {
  if (requester?.person === null) return 0;
  const counts = distinct(approverRoles).map((role) => peopleIn(role) ?? Number.POSITIVE_INFINITY);
  const all = counts.reduce((sum, count) => sum + count, 0);
  const isOneOfThem = requester?.roles.some((role) => approverRoles.some((named) => isSameRole(named, role))) ?? false;
  return Math.max(0, isOneOfThem ? all - 1 : all);
}

/** A role may be named by two of its names. */
function distinct(roles: readonly string[]): readonly string[] {
  return roles.filter((role, index) => roles.findIndex((other) => isSameRole(other, role)) === index);
}
