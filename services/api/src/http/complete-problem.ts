/** Gives every refusal its place in the request, what was expected there, and the next step. The words are loaded by the first refusal. */
import type { Problem } from "@dr/runtime";

/** The problem as it is answered. */
export async function completeProblem(problem: Problem): Promise<Problem> {
  const { withPlace } = await import("@dr/routes/places");
  return withPlace(problem);
}
