/** What Lambda puts into a function's failure queue: about an invocation, or about records of a stream that are not sent again. */
import { randomUUID } from "node:crypto";

/** What both kinds tell of the function. */
interface Failed {
  readonly functionArn: string;
  readonly attempts: number;
  readonly nowMs: number;
}

/** The function's own error, as it left the handler. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** Pure. */
export function toFunctionError(error: unknown): FunctionError {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message }
    : { errorType: "Error", errorMessage: String(error) };
}

/** Of an invocation that nobody waited for (Lambda guide, "Capturing records of Lambda asynchronous invocations"): the event and the error are in it. */
export function invocationRecord(failed: Failed, payload: unknown, error: FunctionError) {
  return { ...envelope(failed, "RetriesExhausted"), requestPayload: payload, responsePayload: error };
}

/** Records of a stream that failed too often. */
export interface FailedRecords {
  readonly streamArn: string;
  readonly shardId: string;
  readonly firstSequenceNumber: string;
  readonly lastSequenceNumber: string;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly batchSize: number;
}

/** Of records of a stream (Lambda guide, "Retain discarded records for a DynamoDB event source"): where they are, not what they say. */
export function streamRecord(failed: Failed, records: FailedRecords) {
  return {
    ...envelope(failed, "RetryAttemptsExhausted"),
    DDBStreamBatchInfo: {
      shardId: records.shardId,
      startSequenceNumber: records.firstSequenceNumber,
      endSequenceNumber: records.lastSequenceNumber,
      approximateArrivalOfFirstRecord: new Date(records.firstAtMs).toISOString(),
      approximateArrivalOfLastRecord: new Date(records.lastAtMs).toISOString(),
      batchSize: records.batchSize,
      streamArn: records.streamArn,
    },
  };
}

function envelope({ functionArn, attempts, nowMs }: Failed, condition: string) {
  return {
    version: "1.0",
    timestamp: new Date(nowMs).toISOString(),
    requestContext: { requestId: randomUUID(), functionArn: `${functionArn}:$LATEST`, condition, approximateInvokeCount: attempts },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
  };
}
