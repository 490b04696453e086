/** EventBridge on one machine: pattern matcher, bus, and an endpoint that the AWS SDK takes for the real one. */
export { createBus } from "./bus/create-bus.ts";
export type { Bus, BusDeps, EntryFault, PutEventsResponse, ServiceEvent } from "./bus/create-bus.ts";
export type { BusClock } from "./bus/bus-clock.ts";
export type { BusLog, DeadLetter, Deliver, SendDeadLetter } from "./bus/ports.ts";
export type { PutEventsEntry, PutEventsResult } from "./bus/put-events-request.ts";
export { createOutsideRules } from "./bus/outside-rules.ts";
export type { OutsideRules, OutsideRulesDeps } from "./bus/outside-rules.ts";
export { parseRule } from "./bus/rule.ts";
export type { BusRule, RuleTarget } from "./bus/rule.ts";
export { createSqsDeliverer } from "./bus/sqs-deliverer.ts";
export { createEventBridgeHandler } from "./http/eventbridge-handler.ts";
export type { EventBridgeHandler, HandlerRequest, HandlerResponse } from "./http/eventbridge-handler.ts";
export { createRuleOperations } from "./http/rule-operations.ts";
export type { RuleOperations, RuleOperationsDeps } from "./http/rule-operations.ts";
export { createEventBridgeServer } from "./http/eventbridge-server.ts";
export type { EventBridgeServer } from "./http/eventbridge-server.ts";
export { compilePattern } from "./pattern/compile-pattern.ts";
export type { EventMatcher } from "./pattern/compile-pattern.ts";
