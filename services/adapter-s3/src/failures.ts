/** Errors of S3, CloudFront and Route 53 that mean something of their own. */
import { classifyAwsError, type ClassifiedError } from "@dr/adapter-kit";

/** Like `classifyAwsError`; a tag that another change made old is somebody else at work: read again, and merge. */
export function classifyS3(error: unknown): ClassifiedError {
  return classifyAwsError(error, {
    PreconditionFailed: "CONFLICT",
    InvalidIfMatchVersion: "CONFLICT",
    OperationAborted: "CONFLICT",
    DistributionNotDisabled: "CONFLICT",
  });
}
