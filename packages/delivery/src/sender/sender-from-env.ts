/** A service that sends, built from the environment of its function: it brings its integrations, and everything else is here. */
import { createDynamoEventLog, type EventLog } from "@dr/event-log";
import { DrError } from "@dr/events";
import {
  createDeadLetters,
  createDocumentClient,
  createSqsSender,
  createTelemetry,
  lazyPort,
  newUuid,
  parseEnv,
  queueHandler,
  systemClock,
  type BaseEnv,
  type Clock,
  type FunctionEnv,
  type LambdaHandler,
  type Telemetry,
} from "@dr/runtime";

import { toDeliveryAudit } from "../audited-deliveries.ts";
import type { AuditTrail } from "../audit-trail.ts";
import { createBreaker } from "../breaker.ts";
import { deliveryFromEnv } from "../delivery-from-env.ts";
import { createTakeFromLog } from "../from-log.ts";
import type { Integration, Send } from "../integration.ts";
import { laneMessageSchema, type LaneMessage } from "../lane-message.ts";
import { createPump } from "../pump.ts";
import { createRateLimit } from "../rate.ts";
import { createReadContext } from "../read-context.ts";
import type { DeliveryStores, EventStore } from "../stores.ts";
import type { Sender } from "../senders.ts";
import { auditFromEnv } from "./audit-from-env.ts";
import { createExternalSecrets, type ReadExternalSecret } from "./external-secrets.ts";
import { createLaneWork } from "./lane-work.ts";

/** What integrations are built from. */
export interface SenderParts {
  readonly env: BaseEnv;
  /** All variables, for what only one service reads. */
  readonly variables: FunctionEnv;
  readonly stores: DeliveryStores;
  readonly send: Send;
  readonly readSecret: ReadExternalSecret;
  readonly readLog: EventLog["read"];
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** What is audited beside the log. */
  readonly audit: AuditTrail;
}

/** A message that another system caused. */
export type HeardMessage = Extract<LaneMessage, { readonly kind: "click" | "hint" }>;

/** The service and its integrations. */
export interface SenderDefinition {
  readonly service: Sender;
  readonly integrations: (parts: SenderParts) => readonly Integration[];
  /** Where events lie, if not in the outbox alone. */
  readonly events?: (outbox: EventStore, env: BaseEnv) => EventStore;
  /** What others told us, and this service has to look after. Errors mean: again. */
  readonly hear?: (parts: SenderParts) => (message: HeardMessage) => Promise<void>;
}

/** The handler of the queue of lanes. Throws `env.invalid` that names each variable that is missing. */
export function senderFromEnv(
  variables: FunctionEnv,
  { service, integrations, events = (outbox) => outbox, hear }: SenderDefinition,
): LambdaHandler {
  const env = parseEnv(variables, ["DR_DLQ_URL", "DR_LOG_TABLE"]);
  const platform = deliveryFromEnv(env);
  if ("missing" in platform) throw new DrError("env.invalid", `invalid environment: ${platform.missing.join(", ")} is missing`);
  const { tell } = platform;
  const stores = { ...platform.stores, events: events(platform.stores.events, env) };
  const clock = systemClock;
  const telemetry = createTelemetry(service);
  const log = createDynamoEventLog({ documents: createDocumentClient(env), tableName: env.DR_LOG_TABLE });
  const { send } = lazyPort(async () => ({ send: (await import("../http/guarded-send.ts")).guardedSendFromEnv(env) }));
  const audit = auditFromEnv(env, variables, telemetry);
  const parts: SenderParts = {
    env,
    variables,
    stores,
    send,
    readSecret: createExternalSecrets(env, clock),
    readLog: log.read,
    clock,
    telemetry,
    audit,
  };
  const pump = createPump({
    stores,
    integrations: new Map(integrations(parts).map((each) => [each.kind, each])),
    send,
    readContext: createReadContext(stores.events),
    breaker: createBreaker(clock, stores.receivers),
    takeToken: createRateLimit(clock),
    takeFromLog: createTakeFromLog({ log, events: stores.events, clock }),
    clock,
    random: Math.random,
    metrics: telemetry.metrics,
    ended: toDeliveryAudit({ audit, receivers: stores.receivers, clock }),
  });
  const hint = (laneId: string, delaySeconds: number): Promise<void> => tell({ kind: "lane", laneId }, delaySeconds);
  const listen = hear?.(parts);
  const work = createLaneWork({ pump, hint, nowMs: () => clock.nowMs(), newId: newUuid });
  return queueHandler<LaneMessage>({
    telemetry,
    deadLetters: createDeadLetters(createSqsSender(env), env.DR_DLQ_URL),
    parse: (body) => laneMessageSchema.parse(body),
    laneOf: (message) => (message.kind === "lane" ? message.laneId : message.kind),
    handle: async (message, context) => {
      if (message.kind === "lane") return work(message.laneId, context);
      if (message.kind === "click" || message.kind === "hint") await listen?.(message);
    },
  });
}
