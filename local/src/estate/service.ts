// A simulated AWS service: a wire protocol and its operations.
import type { AwsError, AwsErrorDetails } from "./aws-error.ts";
import type { EstateRequest, EstateResponse } from "./http-message.ts";
import type { Operation, Output } from "./operation.ts";

/** Turns HTTP requests into calls and answers into HTTP responses; knows nothing of behaviour. */
export type Protocol = {
  /** The operation's name and its raw input. Throws an AWS error for a request it cannot read. */
  decode(request: EstateRequest): { readonly action: string; readonly input: unknown };
  encode(action: string, output: Output, requestId: string): EstateResponse;
  encodeError(error: AwsError, requestId: string): EstateResponse;
};

/** The codes a service uses for answers that are not its operations' own. */
export type ServiceErrors = {
  readonly invalidInput: string;
  readonly unknownAction: string;
  readonly throttled: Pick<AwsErrorDetails, "code" | "status">;
  readonly internal: Pick<AwsErrorDetails, "code" | "status">;
};

/** One simulated service. */
export type Service = {
  /** The name in the credential scope. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly errors: ServiceErrors;
  readonly operations: Readonly<Record<string, Operation>>;
};
