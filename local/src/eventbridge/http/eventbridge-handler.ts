/** The EventBridge endpoint, AWS JSON 1.1, as a plain function that any HTTP front can mount. */
import { randomUUID } from "node:crypto";
import { DrError, hasCode } from "@dr/events";
import type { Bus } from "../bus/create-bus.ts";
import type { BusLog } from "../bus/ports.ts";
import type { RuleOperations } from "./rule-operations.ts";
import { testEventPattern } from "./test-event-pattern.ts";

/** Header names in lower case, as node:http gives them. */
export interface HandlerRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Ready to be written out. */
export interface HandlerResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers one request; never rejects. */
export type EventBridgeHandler = (request: HandlerRequest) => Promise<HandlerResponse>;

/** Our error codes and what an AWS SDK knows them as. */
const AWS_ERRORS: ReadonlyMap<string, { readonly type: string; readonly status: number }> = new Map([
  ["eventbridge.unknown_operation", { type: "UnknownOperationException", status: 400 }],
  ["eventbridge.serialization", { type: "SerializationException", status: 400 }],
  ["eventbridge.validation", { type: "ValidationException", status: 400 }],
  ["eventbridge.invalid_pattern", { type: "InvalidEventPatternException", status: 400 }],
  ["eventbridge.not_found", { type: "ResourceNotFoundException", status: 400 }],
  ["eventbridge.managed_rule", { type: "ManagedRuleException", status: 400 }],
  ["eventbridge.limit_exceeded", { type: "LimitExceededException", status: 400 }],
  ["eventbridge.invalid_rule", { type: "ValidationException", status: 400 }],
  ["eventbridge.bus_stopped", { type: "InternalException", status: 500 }],
]);

function toResponse(status: number, payload: unknown, type?: string): HandlerResponse {
  return {
    status,
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amzn-requestid": randomUUID(),
      ...(type === undefined ? {} : { "x-amzn-errortype": type }),
    },
    body: JSON.stringify(payload),
  };
}

function readOperation({ headers }: HandlerRequest): string {
  const target = headers["x-amz-target"];
  const [service, operation] = typeof target === "string" ? target.split(".") : [];
  if (service !== "AWSEvents" || operation === undefined) {
    throw new DrError("eventbridge.unknown_operation", `X-Amz-Target must be AWSEvents.<operation>, not ${JSON.stringify(target ?? null)}`);
  }
  return operation;
}

function readBody({ body }: HandlerRequest): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new DrError("eventbridge.serialization", "The request body is not JSON");
  }
}

/** What the endpoint serves. Without `ruleOperations` the rules cannot be seen or changed from outside. */
export interface EventBridgeHandlerDeps {
  readonly bus: Pick<Bus, "putEvents">;
  readonly ruleOperations?: RuleOperations;
  readonly log: BusLog;
}

/** Serves PutEvents, TestEventPattern and the operations on rules; every other operation gets UnknownOperationException. */
export function createEventBridgeHandler({ bus, ruleOperations, log }: EventBridgeHandlerDeps): EventBridgeHandler {
  const answer = (operation: string, body: unknown): unknown => {
    if (operation === "PutEvents") return bus.putEvents(body);
    if (operation === "TestEventPattern") return testEventPattern(body);
    const onRules = ruleOperations?.get(operation);
    if (onRules) return onRules(body);
    const served = ["PutEvents", "TestEventPattern", ...(ruleOperations?.keys() ?? [])];
    throw new DrError("eventbridge.unknown_operation", `Operation ${operation} is not supported here; served are ${served.join(", ")}`);
  };
  return async (request) => {
    try {
      const operation = readOperation(request);
      return toResponse(200, await answer(operation, readBody(request)));
    } catch (error) {
      const known = [...AWS_ERRORS].find(([code]) => hasCode(error, code))?.[1];
      const message = error instanceof Error ? error.message : String(error);
      if (known === undefined) log.error("eventbridge endpoint failed", { code: "internal.unexpected", error });
      const { type, status } = known ?? { type: "InternalException", status: 500 };
      return toResponse(status, { __type: type, message }, type);
    }
  };
}
