/** Whether a write was refused on its condition. */

/** True for the refusal of a conditional write, by whatever engine. */
export function isRefused(error: unknown): boolean {
  return error instanceof Error && error.name === "ConditionalCheckFailedException";
}
