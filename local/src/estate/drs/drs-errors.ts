// The refusals of DRS, with the members its error bodies carry.
import { type AwsError, awsError } from "../aws-error.ts";

export const conflict = (message: string, resourceId: string, resourceType: string): AwsError =>
  awsError("ConflictException", message, 409, { code: "409", resourceId, resourceType });

export const quotaExceeded = (message: string, quotaCode: string): AwsError =>
  awsError("ServiceQuotaExceededException", message, 402, { code: "402", serviceCode: "drs", quotaCode });

export const notFound = (resourceId: string, resourceType: string): AwsError =>
  awsError("ResourceNotFoundException", `${resourceType} ${resourceId} not found`, 404, { code: "404", resourceId, resourceType });

export const invalid = (message: string): AwsError => awsError("ValidationException", message, 400, { code: "400" });
