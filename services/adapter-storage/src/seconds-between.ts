/** How old something is. */

/** Whole seconds from one moment to another, both ISO 8601; never less than 0. */
export function secondsBetween(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1_000));
}
