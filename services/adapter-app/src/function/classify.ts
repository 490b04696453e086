/** Errors of Lambda that the general taxonomy does not know: the function was not called, and will be ready later (API reference, Invoke). */
import { classifyAwsError, type ClassifiedError, type ErrorClass } from "@dr/adapter-kit";

const OWN: Readonly<Record<string, ErrorClass>> = {
  ResourceNotReadyException: "TRANSIENT",
  SnapStartNotReadyException: "TRANSIENT",
  EC2UnexpectedException: "TRANSIENT",
  ENILimitReachedException: "TRANSIENT",
  ServiceException: "UNKNOWN_OUTCOME",
};

/** The class of an error of Invoke. */
export function classifyLambdaError(error: unknown): ClassifiedError {
  return classifyAwsError(error, OWN);
}
