/** Error names of AWS services by class. Query-protocol services give a class name and a wire code; either may be listed. */
import type { ErrorClass } from "./error-class.ts";

/** Throttling codes as the SDK's own retry strategy knows them (@smithy/core), and `PriorRequestNotComplete` of Route 53. */
const THROTTLED = [
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "TooManyRequestsException",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "BandwidthLimitExceeded",
  "EC2ThrottledException",
  "TransactionInProgressException",
] as const;

/** The request was never accepted, for a reason that passes: no connection, no credentials, a clock that was off. */
const TRANSIENT = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "CredentialsProviderError",
  "TokenProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "RequestExpired",
  "RequestTimeTooSkewed",
] as const;

/** The request may have been accepted: only a look at the service tells. */
const UNKNOWN_OUTCOME = [
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "TimeoutError",
  "AbortError",
  "SyntaxError",
  "InternalFailure",
  "InternalError",
  "InternalServerException",
  "InternalServerError",
  "ServiceUnavailable",
  "Unavailable",
] as const;

const CONFLICT = ["ConflictException", "ResourceConflictException", "ResourceInUseException", "OperationInProgressException"] as const;

const DENIED = [
  "AccessDenied",
  "AccessDeniedException",
  "UnauthorizedOperation",
  "AuthFailure",
  "UnrecognizedClientException",
  "InvalidClientTokenId",
  "SignatureDoesNotMatch",
  "IncompleteSignature",
  "MissingAuthenticationToken",
  "OptInRequired",
  "NotAuthorized",
] as const;

const INVALID = ["ValidationException", "ValidationError", "SerializationException", "UninitializedAccountException"] as const;

/** Exact names first; they win over the patterns below. */
export const CLASS_BY_NAME: ReadonlyMap<string, ErrorClass> = new Map<string, ErrorClass>([
  ...entries(THROTTLED, "THROTTLED"),
  ...entries(TRANSIENT, "TRANSIENT"),
  ...entries(UNKNOWN_OUTCOME, "UNKNOWN_OUTCOME"),
  ...entries(CONFLICT, "CONFLICT"),
  ...entries(DENIED, "DENIED"),
  ...entries(INVALID, "INVALID"),
]);

/** Families of names, tried in order. "Invalid…State" comes before "Invalid…": somebody else is acting, wait and look again. */
export const CLASS_BY_PATTERN: readonly (readonly [RegExp, ErrorClass])[] = [
  [/^(?:Invalid|Incorrect)\w*State(?:Fault|Exception)?$/, "CONFLICT"],
  [/(?:InProgress|Contention|NotReady|ConcurrentModification|UserPending|ReservationPending)(?:Fault|Exception)?$/, "CONFLICT"],
  [/Throttl|^APICallRate|^TooMany(?:Requests|Updates)$|TooManyUpdates/, "THROTTLED"],
  [/Unavailable(?:Fault|Exception)?$/, "UNKNOWN_OUTCOME"],
  [/NotFound(?:Fault|Exception)?$|^NoSuch|DoesNotExist/, "NOT_FOUND"],
  [/AlreadyExists|AlreadyInState/, "ALREADY"],
  [/^Insufficient\w*Capacity/, "CAPACITY"],
  [/Quota|LimitExceeded/, "QUOTA"],
  [/^(?:Invalid|Malformed|Missing)/, "INVALID"],
];

function entries(names: readonly string[], errorClass: ErrorClass): readonly (readonly [string, ErrorClass])[] {
  return names.map((name) => [name, errorClass]);
}
