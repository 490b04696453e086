/** What an error from a target means to the bus: which code the dead letter bears, and whether trying again can help. */

/** Codes from AWS's list of dead-letter error codes. */
export interface DeliveryFailure {
  readonly code:
    | "CONNECTION_FAILURE"
    | "ERROR_FROM_TARGET"
    | "INVALID_JSON"
    | "NO_PERMISSIONS"
    | "NO_RESOURCE"
    | "SDK_CLIENT_ERROR"
    | "THROTTLING"
    | "TIMEOUT";
  readonly message: string;
  readonly retryable: boolean;
}

/** Missing permissions, a missing queue and a body that no queue takes go to the dead-letter queue at once: waiting does not cure them. */
const KINDS: readonly (readonly [names: RegExp, code: DeliveryFailure["code"], retryable: boolean])[] = [
  [/AccessDenied|UnauthorizedOperation|NotAuthorized/i, "NO_PERMISSIONS", false],
  [/QueueDoesNotExist|NonExistentQueue|QueueDeletedRecently/i, "NO_RESOURCE", false],
  [/InvalidMessageContents|InvalidParameterValue|MissingParameter|InvalidAttributeValue/i, "SDK_CLIENT_ERROR", false],
  [/Throttl|TooManyRequests|OverLimit|SlowDown/i, "THROTTLING", true],
  [/Timeout|ETIMEDOUT/i, "TIMEOUT", true],
  [/ECONN|ENOTFOUND|EPIPE|EAI_AGAIN|EHOSTUNREACH|Networking|socket/i, "CONNECTION_FAILURE", true],
];

function readText(error: object, key: "name" | "code" | "message"): string {
  const value: unknown = (error as Record<string, unknown>)[key];
  return typeof value === "string" ? value : "";
}

/** Classifies by the error's `name` and `code`. Whatever is not recognised counts as the target's own failure and is retried. */
export function toDeliveryFailure(error: unknown): DeliveryFailure {
  const source = typeof error === "object" && error !== null ? error : {};
  const names = `${readText(source, "name")} ${readText(source, "code")}`;
  const message = readText(source, "message") || names.trim() || String(error);
  const [, code, retryable] = KINDS.find(([pattern]) => pattern.test(names)) ?? [undefined, "ERROR_FROM_TARGET" as const, true];
  return { code, message, retryable };
}
