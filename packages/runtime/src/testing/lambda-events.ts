/** Events and contexts as Lambda gives them. */
import { marshall } from "@aws-sdk/util-dynamodb";

/** A context with `remainingMs` left at every look. */
export function lambdaContext(remainingMs = 30_000): { awsRequestId: string; getRemainingTimeInMillis: () => number } {
  return { awsRequestId: "request-1", getRemainingTimeInMillis: () => remainingMs };
}

/** An SQS event whose messages `m1`, `m2`, … have these bodies; a body that is not a string is sent as JSON. */
export function sqsEvent(bodies: readonly unknown[], receiveCount = 1): { Records: readonly Record<string, unknown>[] } {
  return {
    Records: bodies.map((body, index) => ({
      messageId: `m${index + 1}`,
      receiptHandle: `r${index + 1}`,
      body: typeof body === "string" ? body : JSON.stringify(body),
      attributes: { ApproximateReceiveCount: String(receiveCount) },
      messageAttributes: {},
      eventSource: "aws:sqs",
    })),
  };
}

/** A DynamoDB stream event that inserts these items, with sequence numbers `1`, `2`, …; null stands for a deletion. */
export function streamEvent(items: readonly (Readonly<Record<string, unknown>> | null)[]): { Records: readonly Record<string, unknown>[] } {
  return {
    Records: items.map((item, index) => ({
      eventID: `e${index + 1}`,
      eventName: item === null ? "REMOVE" : "INSERT",
      dynamodb: {
        SequenceNumber: String(index + 1),
        ...(item === null ? {} : { NewImage: marshall(item, { removeUndefinedValues: true }) }),
      },
    })),
  };
}
