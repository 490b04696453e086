/** An answer of the solution that is no success, so that `classifyAwsError` takes it by its HTTP status. */

/** What the solution said. */
export class SolutionError extends Error {
  override readonly name = "DrsSolutionError";
  readonly $metadata: { readonly httpStatusCode: number };
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(`the DRS solution answers ${status}: ${wordsOf(body)}`);
    this.$metadata = { httpStatusCode: status };
    this.body = body;
  }
}

/** Statuses of its error codes, for where the status is lost (a direct invocation of its function). Any other code is an unknown outcome. */
const STATUS_OF: Readonly<Record<string, number>> = {
  MISSING_PARAMETER: 400,
  MISSING_FIELD: 400,
  INVALID_PARAMETER: 400,
  INVALID_STATE: 400,
  INVALID_OPERATION: 400,
  INVALID_INVOCATION: 400,
  AUTHORIZATION_FAILED: 403,
  NOT_FOUND: 404,
  EXECUTION_NOT_FOUND: 404,
  RECOVERY_PLAN_NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  PLAN_ALREADY_EXECUTING: 409,
  SERVER_CONFLICT: 409,
};

/** The HTTP status that a bare error body stands for. */
export function statusOfBody(body: unknown): number {
  const code = fieldOf(body, "error");
  if (code === undefined) return 200;
  return STATUS_OF[code] ?? 500;
}

/** Its shapes of an error: `{error: CODE, message}`, `{error: sentence}`, API Gateway's `{message}`; and quotas that are told as conflicts. */
function wordsOf(body: unknown): string {
  const details = typeof body === "object" && body !== null && "details" in body ? JSON.stringify(body.details) : "";
  const quota = /"quotaType":"([^"]+)"/.exec(details)?.[1];
  const words = [fieldOf(body, "error"), fieldOf(body, "message")].filter((one) => one !== undefined).join(": ");
  return quota === undefined ? words : `${words} (a service quota: ${quota})`;
}

function fieldOf(body: unknown, name: string): string | undefined {
  const value = typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return typeof value === "string" ? value : undefined;
}
