/** Tests of handlers/schedule.ts. */
import { expect, test } from "vitest";
import { createRecordedTelemetry, lambdaContext } from "../testing/index.ts";
import { scheduleHandler } from "./schedule.ts";

test("answers with the summary of the run", async () => {
  const telemetry = createRecordedTelemetry();
  const handler = scheduleHandler({ name: "sweep", telemetry, newRunId: () => "run-1", run: async ({ runId }) => ({ runId, ticked: 3 }) });
  expect(await handler({}, lambdaContext())).toEqual({ runId: "run-1", ticked: 3 });
});

test("tells when the deadline is near; outside Lambda it never is", async () => {
  const handler = scheduleHandler({ name: "sweep", telemetry: createRecordedTelemetry(), run: async ({ isNear }) => ({ near: isNear() }) });
  expect(await handler({}, lambdaContext(2_999))).toEqual({ near: true });
  expect(await handler({}, lambdaContext(3_000))).toEqual({ near: false });
  expect(await handler({}, undefined)).toEqual({ near: false });
});

test("an error fails the invocation and is logged with the run", async () => {
  const telemetry = createRecordedTelemetry();
  const handler = scheduleHandler({ name: "sweep", telemetry, newRunId: () => "run-1", run: () => Promise.reject(new Error("boom")) });
  await expect(handler({}, lambdaContext())).rejects.toThrow("boom");
  expect(telemetry.lines).toMatchObject([{ level: "error", fields: { schedule: "sweep", runId: "run-1" } }]);
});
