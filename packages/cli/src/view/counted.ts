/** Numbers with their nouns. */

/** `1 wave`, `2 waves`. */
export function counted(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
