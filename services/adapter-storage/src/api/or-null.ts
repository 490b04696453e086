/** Reads of what may not be there. */

/** The answer; null where the service refused by one of these names. */
export async function orNull<Answer>(names: readonly string[], read: () => Promise<Answer | null>): Promise<Answer | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return null;
    throw error;
  }
}
