/** Reads what cannot be missing. */

/** `value`, which by an invariant of the state is there. Throws a plain error otherwise: that is our bug, never a caller's. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`broken invariant: ${what}`);
  return value;
}
