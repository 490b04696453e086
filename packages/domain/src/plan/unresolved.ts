/** What a version names that nobody found, or nobody could be asked about: as it is kept, and whether that is news. */
import { canonicalJson, type Unresolved } from "@dr/events";
import { listed } from "../execution/sizes.ts";

/** The two members of a version, absent where there is nothing to say. */
export interface KeptUnresolved {
  readonly unresolved?: Unresolved[];
  readonly unresolvedUnlisted?: number;
}

/** The same of a version, or of its event. */
interface Seen {
  readonly unresolved?: readonly Unresolved[] | undefined;
  readonly unresolvedUnlisted?: number | undefined;
}

/** Room for the list in the event that seals a version, beside its header. */
const MAX_BYTES = 8_000;

/** As much of the list as an event has room for, and how many more there are. */
export function keepUnresolved(all: readonly Unresolved[]): KeptUnresolved {
  const { items, unlisted } = listed(all, MAX_BYTES);
  return all.length === 0 ? {} : { unresolved: items, ...(unlisted === undefined ? {} : { unresolvedUnlisted: unlisted }) };
}

/** How many there are, listed or not. */
export function countUnresolved({ unresolved = [], unresolvedUnlisted = 0 }: Seen): number {
  return unresolved.length + unresolvedUnlisted;
}

/** The members as they stand in a version or in the event that seals it, without those that are not there. */
export function unresolvedIn({ unresolved, unresolvedUnlisted }: Seen): KeptUnresolved {
  return {
    ...(unresolved === undefined ? {} : { unresolved: [...unresolved] }),
    ...(unresolvedUnlisted === undefined ? {} : { unresolvedUnlisted }),
  };
}

/**
 * Whether the same content, looked at again, is another version: what was seen now differs from what is kept. An adapter that does not answer
 * takes nothing back that was seen before: of its tasks, what is kept counts.
 */
export function isNews(seen: Seen, now: readonly Unresolved[]): boolean {
  const kept = unresolvedIn(seen);
  if (kept.unresolvedUnlisted !== undefined) return canonicalJson(keepUnresolved(now)) !== canonicalJson(kept);
  const { unresolved = [] } = kept;
  const open = new Set(now.filter(({ because }) => because === "nobody_answered").map(({ taskId }) => taskId));
  const known = [...unresolved.filter(({ taskId }) => open.has(taskId)), ...now.filter(({ taskId }) => !open.has(taskId))];
  return inOrder(known) !== inOrder(unresolved);
}

function inOrder(list: readonly Unresolved[]): string {
  return canonicalJson(list.map((one) => canonicalJson(one)).toSorted());
}
