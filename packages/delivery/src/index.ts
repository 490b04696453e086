/** From the bus to whoever wants to know: kept, in order per execution and receiver, tried for days, never in the way of a recovery. */
export { approversOf } from "./approvers.ts";
export { attempt, attemptBatch, RequestRefused, type AttemptResult, type EarlierTries } from "./attempt.ts";
export { createAuditTrail, type AuditedBy, type AuditTrail, type AuditTrailDeps, type AuditType } from "./audit-trail.ts";
export { toDeliveryAudit, type DeliveryAuditDeps } from "./audited-deliveries.ts";
export { backoffSeconds } from "./backoff.ts";
export { createBreaker, type Breaker } from "./breaker.ts";
export type { ExecutionContext } from "./execution-context.ts";
export { createTakeFromLog, type FromLogDeps, type TakeFromLog } from "./from-log.ts";
export { deliveryFromEnv, type DeliveryPlatform } from "./delivery-from-env.ts";
export { laneMessageSchema, type LaneMessage } from "./lane-message.ts";
export {
  createConfiguredReceivers,
  type Configured,
  type ConfiguredReceiversDeps,
  type ReceiverParameter,
} from "./configured-receivers.ts";
export { ACTS_ON, ENDS } from "./interest.ts";
export { createKnownReceivers } from "./known-receivers.ts";
export { createIntake, type Intake, type IntakeDeps } from "./intake.ts";
export type {
  Answer,
  BatchPerformed,
  Integration,
  LaneMemory,
  MappingInput,
  OutboundRequest,
  Performed,
  Send,
  Verdict,
} from "./integration.ts";
export { createLaneWork } from "./sender/lane-work.ts";
export { judgeByStatus } from "./judge-by-status.ts";
export { liveLaneId, newLane, type Lane } from "./lane.ts";
export { createListening, type FactRule, type ListeningDeps, type ListeningSummary } from "./listening.ts";
export { createNotePull } from "./note-pull.ts";
export { createMemoryStores } from "./memory/memory-stores.ts";
export { isRecordedFact, type OutboxEvent } from "./outbox-event.ts";
export { createPump, type Pump, type PumpDeps, type PumpTurn } from "./pump.ts";
export { createRateLimit, type TakeToken } from "./rate.ts";
export { createReadContext, type ReadContext } from "./read-context.ts";
export { CALLBACK, callbackId, TASK_TOKEN, toCallbackReceiver, type CallbackTarget } from "./callback.ts";
export { seal, unseal } from "./sealed.ts";
export { healthOf, type ReceiverHealth } from "./receiver-health.ts";
export { isWanted, type EventFilter, type Receiver } from "./receiver.ts";
export { createReplay, type Replay, type ReplayDeps } from "./replay.ts";
export type {
  DeliveryRecord,
  DeliveryStores,
  EventStore,
  FeedPage,
  LaneStore,
  ListeningStore,
  ReceiverStore,
  RecordStore,
} from "./stores.ts";
export { signCallback, whyNotSigned, type SignedCallback } from "./signed-callback.ts";
export { sweepLanes, type SweepDeps } from "./sweep.ts";
export { wakeLane, type WakeDeps } from "./wake-lane.ts";
export type { AddressGuard, AddressGuardOptions } from "./http/address-guard.ts";
export { checkReceiverUrl, type UrlRules } from "./http/receiver-url.ts";
export { createDynamoEvents } from "./dynamodb/dynamo-events.ts";
export { createDynamoListening } from "./dynamodb/dynamo-listening.ts";
export { createDynamoLanes } from "./dynamodb/dynamo-lanes.ts";
export { createDynamoReceivers, createDynamoRecords } from "./dynamodb/dynamo-receivers.ts";
export { deliveryLaneTable, deliveryRecordTable, outboxEventTable, receiverTable } from "./dynamodb/tables.ts";
export { outsideName } from "./outside-name.ts";
export { redact } from "./redact.ts";
export { deriveWebhookSecret, signWebhook, type SignedContent, type WebhookSecret } from "./standard-webhooks.ts";
