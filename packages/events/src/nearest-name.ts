/** Which known name a word was meant to be. */

/** Longer words are no slips of the known names, of which the longest has 20 letters. */
const MAX_LENGTH = 40;
const FAR = 1_000_000;

/** A last word that only says what a number counts. */
const UNIT =
  /(?:(?<=[a-z0-9])(?:Ms|Millis|Milliseconds|Secs?|Seconds|Mins?|Minutes|Hours|Days)|[_-](?:ms|millis|milliseconds|secs?|seconds|mins?|minutes|hours|days))$/;

/**
 * The known name that `word` resembles: the same but for case, `_` and `-`, or the same but for the unit (`timeout` and `timeoutMinutes` for
 * `timeoutSeconds`), or within a slip or two (a letter more, less, other, or two that changed places; one slip for every four letters, three at most,
 * and none in a name of three). Undefined if none does.
 */
export function nearestName(word: string, known: Iterable<string>): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  const names = [...known];
  const inOtherUnit = names.find((name) => UNIT.test(name) && stemOf(name) === stemOf(word));
  if (inOtherUnit !== undefined && !names.includes(word)) return inOtherUnit;
  const plain = plainName(word);
  let nearest: string | undefined;
  let least = FAR;
  for (const name of names) {
    const slips = distance(plain, plainName(name));
    if (slips > Math.min(3, Math.floor(name.length / 4)) || slips >= least) continue;
    [nearest, least] = [name, slips];
  }
  return nearest;
}

/** A name without the unit of its number. */
function stemOf(name: string): string {
  return plainName(name.replace(UNIT, ""));
}

/** The letters of a name, however it is written: `pause_before-Wave` is `pausebeforewave`. */
export function plainName(name: string): string {
  return name.replaceAll(/[_\-\s.]/g, "").toLowerCase();
}

/** Edits between two short words; two neighbours that changed places are one (optimal string alignment). */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return FAR;
  // rows[i][j]: edits from the first i letters of `a` to the first j of `b`.
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? FAR;
  for (let i = 1; i <= a.length; i += 1) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j += 1) {
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : FAR;
      rows[i]?.push(Math.min(at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1), at(i - 1, j) + 1, at(i, j - 1) + 1, swapped));
    }
  }
  return at(a.length, b.length);
}

/** What a message says of the name that was probably meant, behind what is wrong: "; did you mean `name`?", and nothing where no name is near. */
export function didYouMean(nearest: string | undefined): string {
  return nearest === undefined ? "" : `; did you mean \`${nearest}\`?`;
}
