// The refusals of Route 53.
import { type AwsError, awsError } from "../../aws-error.ts";

/** The zone does not exist. */
export const noSuchHostedZone = (id: string): AwsError => awsError("NoSuchHostedZone", `No hosted zone found with ID: ${id}`, 404);

/** The change does not exist. */
export const noSuchChange = (id: string): AwsError => awsError("NoSuchChange", `A change with id ${id} was not found`, 404);

/** The health check does not exist. */
export const noSuchHealthCheck = (id: string): AwsError => awsError("NoSuchHealthCheck", `No health check exists with the ID ${id}.`, 404);

/** Somebody else changed the health check since its version was read. */
export const healthCheckVersionMismatch = (id: string, version: number): AwsError =>
  awsError("HealthCheckVersionMismatch", `The version of health check ${id} is ${version}: it was changed since`, 409);

/** The request itself makes no sense. */
export const invalidInput = (message: string): AwsError => awsError("InvalidInput", message);

/** All complaints in one message, bracketed as AWS does. */
export const invalidChangeBatch = (complaints: readonly string[]): AwsError => awsError("InvalidChangeBatch", `[${complaints.join(", ")}]`);
