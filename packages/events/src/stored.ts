/** What every store and queue of the platform gives back unchanged: depth, numbers, text. */

/** Levels of nesting: DynamoDB takes 32, and the item and its event list use some of them (DynamoDB developer guide, "Constraints"). */
export const MAX_STORED_DEPTH = 28;
/** Smallest magnitude that DynamoDB stores (developer guide, "Number"). */
const MIN_MAGNITUDE = 1e-130;

/** What is expected where a number cannot be stored. */
export const STORABLE_NUMBER = `a number between ±${MIN_MAGNITUDE} and ±${Number.MAX_SAFE_INTEGER}`;
/** What is expected where text is not sendable. */
export const SENDABLE_TEXT = "well-formed Unicode text without U+FFFE and U+FFFF";

/** A number that JSON and DynamoDB both have, exactly. */
export function isStorableNumber(value: number): boolean {
  const magnitude = Math.abs(value);
  return value === 0 || (magnitude <= Number.MAX_SAFE_INTEGER && magnitude > MIN_MAGNITUDE);
}

/** Text that a queue carries unchanged: no half of a surrogate pair, and neither of the two characters that SQS refuses (API reference, SendMessage). */
export function isSendable(text: string): boolean {
  return text.isWellFormed() && !/[\uFFFE\uFFFF]/.test(text);
}
