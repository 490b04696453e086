// The refusals of DRS, with the members its error bodies carry.
import { type AwsError, awsError } from "../../aws-error.ts";

/** Somebody else is at work on the resource, or it is gone. */
export const conflict = (message: string, resourceId: string, resourceType: string): AwsError =>
  awsError("ConflictException", message, 409, { code: "409", resourceId, resourceType });

/** A service quota is reached. */
export const quotaExceeded = (message: string, quotaCode: string): AwsError =>
  awsError("ServiceQuotaExceededException", message, 402, { code: "402", serviceCode: "drs", quotaCode });

/** The resource does not exist. */
export const notFound = (resourceId: string, resourceType: string): AwsError =>
  awsError("ResourceNotFoundException", `${resourceType} ${resourceId} not found`, 404, { code: "404", resourceId, resourceType });

/** The request makes no sense. */
export const invalid = (message: string): AwsError => awsError("ValidationException", message, 400, { code: "400" });
