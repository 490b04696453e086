/** What tests of handlers put in place of the platform: everything is recorded, nothing leaves the process. */
export { createRecordedBus, type RecordedBus } from "./recorded-bus.ts";
export { createRecordedTelemetry, type RecordedTelemetry } from "./recorded-telemetry.ts";
export { createRecordedQueue, type RecordedQueue } from "./recorded-queue.ts";
export { lambdaContext, sqsEvent, streamEvent } from "./lambda-events.ts";
