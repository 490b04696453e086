/** Where in a text its values stand. */

/** A value in a text: where it begins, and its members or items if it has any. */
export interface ValuePlace {
  readonly offset: number;
  readonly members?: ReadonlyMap<string, MemberPlace>;
  readonly items?: readonly ValuePlace[];
}

/** A member of an object: where its key begins, and its value. */
export interface MemberPlace {
  readonly keyOffset: number;
  readonly value: ValuePlace;
}

/** Line and column (from 1) of an offset, as a JavaScript string counts. */
export type Place = (offset: number) => { readonly line: number; readonly column: number };

/** A function that tells line and column in this text. The line starts are found once, when the first place is asked for. */
export function placeIn(text: string): Place {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    const line = countUpTo(starts, offset);
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
}

/** How many of the sorted numbers are at most `limit`. */
function countUpTo(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
