/** Can the fields of one branch all match at once, without mixing elements of the same array? */
import { choose, NO_CHOICE } from "./array-membership.ts";
import type { Choice, Membership } from "./array-membership.ts";
import type { FieldIndex, FieldValue } from "./field-index.ts";
import type { FieldTest } from "./field-test.ts";

/** A field of a branch. The order matters to absence, which is judged by the elements chosen before it. */
export interface BranchField {
  readonly path: string;
  readonly test: FieldTest;
}

const NO_VALUES: readonly FieldValue[] = [];

/** For each array, the last field that has values in it: after that field, which element was chosen no longer matters. */
function findLastUse(fields: readonly BranchField[], index: FieldIndex): Map<number, number> {
  const lastUse = new Map<number, number>();
  for (const [position, { path }] of fields.entries()) {
    for (const { membership } of index.get(path) ?? NO_VALUES) {
      for (let link: Membership | undefined = membership; link !== undefined; link = link.outer) lastUse.set(link.array, position);
    }
  }
  return lastUse;
}

function dropUnused(choice: Choice, position: number, lastUse: ReadonlyMap<number, number>): Choice {
  if (choice.size === 0) return choice;
  const kept = [...choice].filter(([array]) => (lastUse.get(array) ?? -1) > position);
  return kept.length === choice.size ? choice : new Map(kept);
}

function toKey(position: number, choice: Choice): string {
  return choice.size === 0 ? String(position) : `${position}:${[...choice].toSorted(([a], [b]) => a - b).join(";")}`;
}

/** Cheap first question: looked at alone, can the field match? Without arrays of objects it is also the last question. */
function hasChance({ path, test }: BranchField, index: FieldIndex): boolean {
  const values = index.get(path) ?? NO_VALUES;
  const mayBeAbsent = test.mayBeAbsent && values.every(({ membership }) => membership !== undefined);
  return mayBeAbsent || values.some(({ leaf }) => test.matches(leaf));
}

/**
 * True if every field has a value that passes, or is absent where it may be, such that all values taken from one array come from the same
 * element of it. `fields` must be sorted by path. Each (field, choice of elements) is tried once, so the work stays near the size of the event.
 */
export function matchesBranch(fields: readonly BranchField[], index: FieldIndex): boolean {
  if (!fields.every((field) => hasChance(field, index))) return false;
  const lastUse = findLastUse(fields, index);
  if (lastUse.size === 0) return true;
  const tried = new Set<string>();

  const matchesFrom = (position: number, choice: Choice): boolean => {
    const field = fields[position];
    if (field === undefined) return true;
    const key = toKey(position, choice);
    if (tried.has(key)) return false;
    tried.add(key);

    const { path, test } = field;
    const values = index.get(path) ?? NO_VALUES;
    if (test.mayBeAbsent && values.every(({ membership }) => choose(choice, membership) === undefined)) {
      if (matchesFrom(position + 1, dropUnused(choice, position, lastUse))) return true;
    }
    return values.some(({ leaf, membership }) => {
      const next = choose(choice, membership);
      return next !== undefined && test.matches(leaf) && matchesFrom(position + 1, dropUnused(next, position, lastUse));
    });
  };
  return matchesFrom(0, NO_CHOICE);
}
