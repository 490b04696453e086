/** The taxonomy on errors as the SDK throws them. */
import { DrError } from "@dr/events";
import { expect, test } from "vitest";
import { classifyAwsError } from "./classify.ts";

const sdkError = (name: string, fields: object = {}, httpStatusCode = 400): Error =>
  Object.assign(new Error(`${name}!`), { name, $metadata: { httpStatusCode, requestId: "r-1" }, ...fields });

test.each([
  [sdkError("ThrottlingException"), "THROTTLED", true],
  [sdkError("RequestLimitExceeded", {}, 503), "THROTTLED", true],
  [sdkError("PriorRequestNotComplete"), "THROTTLED", true],
  [sdkError("Unheard", {}, 429), "THROTTLED", true],
  [sdkError("Error", { code: "ECONNREFUSED", $metadata: {} }), "TRANSIENT", true],
  [sdkError("CredentialsProviderError", { $metadata: {} }), "TRANSIENT", true],
  [sdkError("ExpiredTokenException", {}, 403), "TRANSIENT", true],
  [sdkError("TimeoutError", { $metadata: {} }), "UNKNOWN_OUTCOME", true],
  [sdkError("Error", { code: "ECONNRESET", $metadata: {} }), "UNKNOWN_OUTCOME", true],
  [Object.assign(new Error("no"), { cause: Object.assign(new Error("no"), { code: "EPIPE" }) }), "UNKNOWN_OUTCOME", true],
  [sdkError("InternalFailure", {}, 500), "UNKNOWN_OUTCOME", true],
  [sdkError("SomethingNew", {}, 502), "UNKNOWN_OUTCOME", true],
  [sdkError("InvalidSomething", {}, 500), "UNKNOWN_OUTCOME", true],
  [sdkError("SyntaxError", {}, 404), "UNKNOWN_OUTCOME", true],
  [sdkError("SyntaxError", {}, 200), "UNKNOWN_OUTCOME", true],
  [new TypeError("x is not a function"), "UNKNOWN_OUTCOME", true],
  ["a string", "UNKNOWN_OUTCOME", true],
  [sdkError("ConflictException", {}, 409), "CONFLICT", true],
  [sdkError("InvalidDBClusterStateFault"), "CONFLICT", true],
  [sdkError("InvalidDBInstanceState"), "CONFLICT", true],
  [sdkError("IncorrectInstanceState"), "CONFLICT", true],
  [sdkError("Unheard", {}, 409), "CONFLICT", true],
  [sdkError("ScalingActivityInProgressFault", { Code: "ScalingActivityInProgress" }), "CONFLICT", true],
  [sdkError("ResourceContentionFault"), "CONFLICT", true],
  [sdkError("APICallRateForCustomerExceededFault"), "THROTTLED", true],
  [sdkError("DBInstanceAlreadyExistsFault"), "ALREADY", false],
  [sdkError("DBClusterNotFoundFault", {}, 404), "NOT_FOUND", false],
  [sdkError("InvalidInstanceID.NotFound"), "NOT_FOUND", false],
  [sdkError("NoSuchHostedZone", {}, 404), "NOT_FOUND", false],
  [sdkError("InvalidParameterCombination"), "INVALID", false],
  [sdkError("ValidationException"), "INVALID", false],
  [sdkError("UninitializedAccountException"), "INVALID", false],
  [sdkError("Unheard"), "INVALID", false],
  [sdkError("AccessDeniedException", {}, 403), "DENIED", false],
  [sdkError("UnauthorizedOperation", {}, 403), "DENIED", false],
  [sdkError("Unheard", {}, 403), "DENIED", false],
  [sdkError("ServiceQuotaExceededException", {}, 402), "QUOTA", true],
  [sdkError("VcpuLimitExceeded"), "QUOTA", true],
  [sdkError("InsufficientInstanceCapacity", {}, 500), "UNKNOWN_OUTCOME", true],
  [sdkError("InsufficientInstanceCapacity"), "CAPACITY", true],
] as const)("%s is %s", (error, errorClass, retryable) => {
  const classified = classifyAwsError(error);
  expect([classified.class, classified.failure.retryable]).toEqual([errorClass, retryable]);
});

test("the wire code of a query-protocol service counts as much as the class name", () => {
  expect(classifyAwsError(sdkError("SomeModelledFault", { Code: "Throttling" })).class).toBe("THROTTLED");
});

test("a service may use a name in its own way", () => {
  const error = sdkError("ServiceQuotaExceededException", {}, 402);
  expect(classifyAwsError(error, { ServiceQuotaExceededException: "CONFLICT" }).class).toBe("CONFLICT");
});

test("the failure shows what the service said", () => {
  expect(classifyAwsError(sdkError("AccessDenied", { Code: "AccessDenied" }, 403)).failure).toEqual({
    code: "aws.denied",
    message: "AccessDenied!",
    retryable: false,
    details: { names: ["AccessDenied"], httpStatus: 403, requestId: "r-1" },
  });
});

test("an error of ours keeps its code: nothing was sent", () => {
  expect(classifyAwsError(new DrError("lamp.busy", "busy", { retryable: true }))).toEqual({
    class: "CONFLICT",
    failure: { code: "lamp.busy", message: "busy", retryable: true },
  });
  expect(classifyAwsError(new DrError("lamp.broken", "broken")).class).toBe("INVALID");
});
