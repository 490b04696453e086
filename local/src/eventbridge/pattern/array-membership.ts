/** Which elements of which arrays a value stands in, so that siblings can be told from cousins. */

/** A chain from the innermost array outwards. Arrays are numbered per event. */
export interface Membership {
  readonly array: number;
  readonly element: number;
  readonly outer: Membership | undefined;
}

/** The element chosen so far in each array: array number to element index. */
export type Choice = ReadonlyMap<number, number>;

/** No array has been entered yet. */
export const NO_CHOICE: Choice = new Map();

/** The choice after also taking a value at `membership`; the same object if nothing new was chosen; `undefined` if the two contradict. */
export function choose(choice: Choice, membership: Membership | undefined): Choice | undefined {
  let extended: Map<number, number> | undefined;
  for (let link = membership; link !== undefined; link = link.outer) {
    const chosen = choice.get(link.array);
    if (chosen !== undefined && chosen !== link.element) return undefined;
    if (chosen === undefined) extended = (extended ?? new Map(choice)).set(link.array, link.element);
  }
  return extended ?? choice;
}
