/** Differences of two JSON values, field by field; lists of names as sets. */

/** One field that differs. Lists of plain values say what came and what went; `from` and `to` are absent for what was not there. */
export interface FieldChange {
  readonly path: string;
  readonly from?: unknown;
  readonly to?: unknown;
  readonly added?: readonly unknown[];
  readonly removed?: readonly unknown[];
}

/** Every field that differs, by path. Undefined and absent are the same. */
export function changesBetween(before: unknown, after: unknown, path = ""): readonly FieldChange[] {
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
    return keys.flatMap((key) => changesBetween(before[key], after[key], path === "" ? key : `${path}.${key}`));
  }
  if (Array.isArray(before) && Array.isArray(after)) return changesInList(before, after, path);
  return Object.is(before, after) ? [] : [change(path, before, after)];
}

function changesInList(before: readonly unknown[], after: readonly unknown[], path: string): readonly FieldChange[] {
  const texts = (items: readonly unknown[]): ReadonlySet<string> => new Set(items.map((item) => JSON.stringify(item)));
  const [old, now] = [texts(before), texts(after)];
  const added = after.filter((item) => !old.has(JSON.stringify(item)));
  const removed = before.filter((item) => !now.has(JSON.stringify(item)));
  return added.length === 0 && removed.length === 0 ? [] : [{ path, added, removed }];
}

function change(path: string, from: unknown, to: unknown): FieldChange {
  return { path, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
