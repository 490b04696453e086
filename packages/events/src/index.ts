/** The contract that every service speaks: events, envelope, failures. */
export { defineEvent, type EventDefinition, type EventOrigin, type Upcaster } from "./define-event.ts";
export { adapterSource, dataSchemaUri, envelopeSchema, LOG_SOURCE, type Envelope } from "./envelope.ts";
export { DrError, failureSchema, hasCode, toFailure, type DrErrorOptions, type Failure } from "./failure.ts";
export { allJsonSchemas, toJsonSchema, type JsonSchema } from "./json-schema.ts";
export { planHeaderSchema, type PlanHeader } from "./plan/events.ts";
export {
  eventDefinitions,
  findDefinition,
  parseEnvelope,
  parseLoose,
  parseStrict,
  upcast,
  type AnyEventDefinition,
  type DomainEvent,
  type EventData,
  type EventType,
  type FindDefinition,
} from "./registry.ts";
export { resourceResultSchema, rpoSchema, taskResultSchema, type ResourceResult, type Rpo, type TaskResult } from "./result.ts";
export {
  approvalPolicySchema,
  executionTypeSchema,
  modeSchema,
  onFailureSchema,
  pausePolicySchema,
  phaseSchema,
  retryPolicySchema,
  reversibilitySchema,
  taskRequestSchema,
  taskSpecSchema,
  waveSpecSchema,
  type ApprovalPolicy,
  type ExecutionType,
  type Mode,
  type OnFailure,
  type PausePolicy,
  type Phase,
  type RetryPolicy,
  type Reversibility,
  type TaskRequest,
  type TaskSpec,
  type WaveSpec,
} from "./task.ts";
