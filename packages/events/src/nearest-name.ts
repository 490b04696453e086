/** The known name that somebody probably meant. */

/** Two edits are a slip of the finger; more is another word. */
const MAX_EDITS = 2;

/** The known name nearest to `name`, at most two edits away and ignoring case; undefined when there is none. Long names are not compared. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (name.length > 64) return undefined;
  const near = known.map((each) => ({ each, edits: editsBetween(name.toLowerCase(), each.toLowerCase()) }));
  const best = near.toSorted((a, b) => a.edits - b.edits)[0];
  return best && best.edits <= Math.min(MAX_EDITS, best.each.length - 1) ? best.each : undefined;
}

/** Levenshtein's distance; words whose lengths differ by more than the limit are not looked at. */
function editsBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MAX_EDITS) return Number.MAX_SAFE_INTEGER;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
