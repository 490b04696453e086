/** How Route 53's own errors are to be taken. */
import { classifyAwsError, type ClassifiedError } from "@dr/adapter-kit";

/**
 * A batch is refused as a whole with `InvalidChangeBatch`, whether a part of it is so already or a part is wrong; the message alone tells which.
 * So the records are looked at once: if they are as wanted it was done already, if not the refusal stands, in Route 53's own words.
 */
export function classifyRoute53Error(error: unknown): ClassifiedError {
  return classifyAwsError(error, { InvalidChangeBatch: "ALREADY" });
}
