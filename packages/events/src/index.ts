/** The contract that every service speaks: events, envelope, failures. */
export { canonicalJson, toStorable, type Storable } from "./canonical-json.ts";
export { defineEvent, type EventDefinition, type EventOrigin, type Upcaster } from "./define-event.ts";
export { adapterSource, AUDIT_SOURCE, dataSchemaUri, envelopeSchema, LOG_SOURCE, type Envelope } from "./envelope.ts";
export { estimateSchema, MAX_PATH, type Estimate } from "./estimate.ts";
export { DrError, failureSchema, hasCode, toFailure, type DrErrorOptions, type Failure } from "./failure.ts";
export {
  answerEvidenceSchema,
  assigneesSchema,
  MANUAL_TECHNOLOGY,
  type AnswerEvidence,
  type Assignees,
} from "./technology/manual-events.ts";
export { readinessCheckSchema, type ReadinessCheckData } from "./execution/readiness-events.ts";
export { toIsoDuration } from "./iso-duration.ts";
export { allJsonSchemas, toJsonSchema, type JsonSchema } from "./json-schema.ts";
export { lazyLooseObject, lazyObject, lazyStrictObject } from "./lazy-object.ts";
export { didYouMean, nearestName, plainName } from "./nearest-name.ts";
export { ONE_LINE } from "./one-line.ts";
export { REGION_NAME, regionName } from "./region-name.ts";
export { SHOWN_STATUSES, type ShownStatus } from "./execution/shown-statuses.ts";
export { discoveredSchema, type Discovered } from "./execution/discovered.ts";
export { planHeaderSchema, type PlanHeader, type Unresolved } from "./plan/events.ts";
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
export {
  namesResource,
  namesScope,
  resourceAnnotationSchema,
  resourceName,
  type ResourceAnnotation,
  type ResourceUse,
} from "./resource/annotation.ts";
export { parseArn, type ArnParts } from "./resource/arn.ts";
export { choiceOf } from "./resource/choice.ts";
export { claimsOf, overlaps, type ResourceClaim } from "./resource/claims.ts";
export type { NameParts } from "./resource/composite-forms.ts";
export {
  declaredNamesSchema,
  declaredResources,
  declareNames,
  declaresResources,
  namesIn,
  resourcesOf,
  type DeclaredNames,
  type OperationSchemas,
  type TaskInput,
  unreadableIn,
} from "./resource/declared.ts";
export { canonicalDnsName } from "./resource/dns-name.ts";
export { expectedName, identify, type IdentifiedResource, type IdentifyOptions } from "./resource/identify.ts";
export { resourceKindSchema, type ResourceKind } from "./resource/kinds.ts";
export { formatReference, parseReference, type ResourceReference, type ResourceScope } from "./resource/reference.ts";
export { ALLOWING_HINT, refusedRegions, declaredRegion, regionsIn, type NamedRegion, type RefusedRegion } from "./resource/regions.ts";
export type { NamedResource } from "./resource/select.ts";
export { declarationsOf, type Declarations, type ResourceSelector } from "./resource/selectors.ts";
export { isSameRole, ROLE_ALIASES, ROLES, toRole, type Role } from "./roles.ts";
export {
  resourceResultSchema,
  rpoSchema,
  taskResultSchema,
  unaccountedEffectSchema,
  type ResourceResult,
  type Rpo,
  type TaskResult,
  type UnaccountedEffect,
} from "./result.ts";
export {
  approvalPolicySchema,
  environmentSchema,
  executionTypeSchema,
  modeSchema,
  onFailureSchema,
  pausePolicySchema,
  phaseSchema,
  retryPolicySchema,
  reversibilitySchema,
  taskRequestSchema,
  taskTargetSchema,
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
  type TaskTarget,
  type TaskSpec,
  type WaveSpec,
} from "./task.ts";
export { oneLineSchema, tagsSchema } from "./tags.ts";
export { isSendable, isStorableNumber, MAX_STORED_DEPTH, SENDABLE_TEXT, STORABLE_NUMBER } from "./stored.ts";
export { expectedOf } from "./words-of-issues.ts";
