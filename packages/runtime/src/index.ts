/** What every Lambda of the system needs: configuration, telemetry, time, ids, the bus, queues and handler wrappers. */
export { awsHost, awsPartition } from "./aws-host.ts";
export {
  awsClientConfig,
  CONNECTION_TIMEOUT_MS,
  REQUEST_TIMEOUT_MS,
  platformClientConfig,
  type AwsClientConfig,
  type ClientCredentials,
  type ClientKind,
  type PlatformPart,
} from "./aws-config.ts";
export { carryRequestsBy, type ClientRequestHandler } from "./carrier.ts";
export { parseBusEvent, type BusEvent } from "./bus-event.ts";
export { createBus, cutEntries, type Bus, type BusDeps } from "./bus.ts";
export { callerOf, parseCaller, type AuthMode, type Caller } from "./caller.ts";
export { createVirtualClock, systemClock, systemSleep, type Clock, type Sleep, type VirtualClock } from "./clock.ts";
export { createDeadLetters, type DeadLetters } from "./dead-letter.ts";
export { ANSWER_BEFORE_MS, deadlineOf, STOP_STARTING_BEFORE_MS, type Deadline } from "./deadline.ts";
export { createDocumentClient } from "./document-client.ts";
export { createKeyReader, snapshotKeyReader, type ReadKey } from "./key-reader.ts";
export { parseEnv, type BaseEnv, type NamedEnv } from "./env.ts";
export type { BusEntry, PutEntries } from "./put-entries.ts";
export { allowedRegionsOf, homeRegionOf, regionsOf } from "./regions.ts";
export { readOutcomes, type PutAnswer } from "./put-outcomes.ts";
export { gathered, gatheredByKey, inGroups, type Call } from "./gathered.ts";
export { createEventBridgeBus, createPutEntries } from "./eventbridge-bus.ts";
export { toHttpRequest, type HttpRequest } from "./handlers/http-request.ts";
export { httpHandler, MAX_BODY_BYTES, type HttpHandlerOptions, type HttpResponse, type HttpRoute } from "./handlers/http.ts";
export { queueHandler, type MessageContext, type QueueHandlerOptions } from "./handlers/queue.ts";
export { scheduleHandler, type ScheduleContext, type ScheduleHandlerOptions } from "./handlers/schedule.ts";
export { streamHandler, type StreamContext, type StreamHandlerOptions } from "./handlers/stream.ts";
export { newUuid, type NewId } from "./ids.ts";
export { lazyPort } from "./lazy-port.ts";
export { lambdaEntry, type FunctionEnv, type LambdaHandler } from "./lambda-entry.ts";
export type {
  AdapterManifest,
  AlarmManifest,
  GraphManifest,
  BucketManifest,
  EnvBinding,
  FunctionManifest,
  HttpRouteManifest,
  IamCondition,
  IamIntent,
  OperationManifest,
  QueueManifest,
  ServiceManifest,
  SubscriptionManifest,
  TableManifest,
  TriggerManifest,
} from "./manifest.ts";
export { parseJson } from "./parse-json.ts";
export { inputIssues, inWords } from "./input-issues.ts";
export {
  problemHeaders,
  PROBLEM_STATUSES,
  statusOf,
  toPathText,
  toProblem,
  toProblemIssues,
  type Problem,
  type ProblemContext,
  type ProblemIssue,
} from "./problem.ts";
export { remembered, type Remembered, type RememberOptions } from "./remembered.ts";
export type { QueueMessage, QueueSender } from "./queue-port.ts";
export { createSqsSender } from "./queue-sender.ts";
export { createLogger, createMetrics, createTelemetry, type LogFields, type Logger, type Metrics, type Telemetry } from "./telemetry.ts";
