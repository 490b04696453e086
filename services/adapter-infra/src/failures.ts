/** What can be wrong with a record, and how Route 53's own errors are to be taken. */
import { classifyAwsError, type ClassifiedError } from "@dr/adapter-kit";

/** A batch is refused as a whole with `InvalidChangeBatch`; a DELETE of what is gone already is what was wanted. */
export function classifyRoute53Error(error: unknown): ClassifiedError {
  const gone = error instanceof Error && error.name === "InvalidChangeBatch" && /not found/.test(error.message);
  return classifyAwsError(error, gone ? { InvalidChangeBatch: "ALREADY" } : {});
}
