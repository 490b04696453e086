// A schedule puts runs that failed aside, as Lambda's own record of them, and goes on.
import { expect, it } from "vitest";
import { invocationRecord, toFunctionError } from "./failure-record.ts";
import { startSchedule } from "./schedule.ts";

const event = { source: "aws.scheduler", "detail-type": "Scheduled Event", detail: {} };

it("tells of a run that failed, and does not repeat it", async () => {
  const runs: unknown[] = [];
  const failed = Promise.withResolvers<readonly unknown[]>();
  const schedule = startSchedule({
    target: {
      manifest: { name: "sweep" } as never,
      invoke: (given) => {
        runs.push(given);
        return Promise.reject(new RangeError("no table"));
      },
    },
    everySeconds: 3600,
    onFailed: (...told) => Promise.resolve(failed.resolve(told)),
    log: () => undefined,
  });
  expect(await failed.promise).toEqual([event, { errorType: "RangeError", errorMessage: "no table" }]);
  await schedule.stop();
  expect(runs).toEqual([event]);
});

it("puts it in the words of Lambda", () => {
  const failed = { functionArn: "arn:aws:lambda:us-east-1:000000000000:function:sweep", attempts: 1, nowMs: 0 };
  expect(invocationRecord(failed, event, toFunctionError("lost"))).toEqual({
    version: "1.0",
    timestamp: "1970-01-01T00:00:00.000Z",
    requestContext: {
      requestId: expect.any(String) as string,
      functionArn: "arn:aws:lambda:us-east-1:000000000000:function:sweep:$LATEST",
      condition: "RetriesExhausted",
      approximateInvokeCount: 1,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload: { errorType: "Error", errorMessage: "lost" },
  });
});
