// A failure in the words of an AWS service: what the SDK client of the caller will see.

/** The parts of an AWS error: wire code, HTTP status, and extra members that some services put in the body. */
export type AwsErrorDetails = {
  readonly code: string;
  readonly status: number;
  readonly fields: Readonly<Record<string, unknown>>;
};

/** An `Error` that a protocol can write as an AWS error response. */
export type AwsError = Error & { readonly aws: AwsErrorDetails };

/** Builds an AWS error. `code` is the wire code (`DBInstanceNotFound`), which is not always the SDK's class name. */
export const awsError = (code: string, message: string, status = 400, fields: Readonly<Record<string, unknown>> = {}): AwsError =>
  Object.assign(new Error(message), { aws: { code, status, fields } });

/** Tells AWS errors, which are answers, from defects of the simulation. */
export const isAwsError = (error: unknown): error is AwsError => error instanceof Error && "aws" in error;
