/** The composition root of an adapter's function: environment in, Lambda handler out. */
import {
  allowedRegionsOf,
  createDeadLetters,
  createDocumentClient,
  createEventBridgeBus,
  createSqsSender,
  createTelemetry,
  newUuid,
  parseEnv,
  queueHandler,
  systemClock,
  type FunctionEnv,
  type LambdaHandler,
  type QueueSender,
} from "@dr/runtime";
import { createClientsAt } from "./accounts/places.ts";
import type { Adapter } from "./define-adapter.ts";
import { createDynamoLedger } from "./ledger/dynamo-ledger.ts";
import { laneOf, parseMessage } from "./messages/message.ts";
import { homeAccountOf } from "./own-account.ts";
import type { SelfQueue } from "./task/engine.ts";
import { metricSink } from "./metrics/metric-sink.ts";
import { createFactPublisher } from "./task/facts.ts";
import { createTaskWorker } from "./task/worker.ts";

/**
 * The handler of `dr-adapter-<name>-tasks`, which logs and counts as `DR_SERVICE`. Reads `DR_BUS_NAME`, `DR_QUEUE_URL`, `DR_DLQ_URL`, `DR_LEDGER_TABLE`, the base environment
 * and `DR_TIME_SCALE`. Lines of metrics go to standard output, or where `metricSink` says. Throws `env.invalid` at cold start. Malformed messages go to the dead-letter queue with their reason.
 */
export function createTaskFunction<Clients>(adapter: Adapter<Clients>, functionEnv: FunctionEnv): LambdaHandler {
  const env = parseEnv(functionEnv, ["DR_BUS_NAME", "DR_QUEUE_URL", "DR_DLQ_URL", "DR_LEDGER_TABLE"]);
  const telemetry = createTelemetry(functionEnv["DR_SERVICE"] ?? `adapter-${adapter.technology}`);
  const sender = createSqsSender(env);
  const emit = metricSink(functionEnv);
  const worker = createTaskWorker({
    adapter,
    clientsAt: createClientsAt(adapter, functionEnv),
    ledger: createDynamoLedger({ documents: createDocumentClient(env), tableName: env.DR_LEDGER_TABLE }),
    queue: createSelfQueue(sender, env.DR_QUEUE_URL),
    facts: createFactPublisher(createEventBridgeBus(env), adapter.technology, adapter.echo),
    clock: systemClock,
    metrics: telemetry.metrics,
    ...(emit === undefined ? {} : { emit }),
    settings: {
      simulated: env.DR_ESTATE === "simulated",
      timeScale: env.DR_TIME_SCALE,
      allowedRegions: allowedRegionsOf(env),
      homeAccount: homeAccountOf(functionEnv),
    },
  });
  return queueHandler({
    telemetry,
    deadLetters: createDeadLetters(sender, env.DR_DLQ_URL),
    parse: (body) => parseMessage(adapter.technology, body),
    laneOf,
    handle: (message, { remainingMs, logger }) => worker.handle(message, { workerId: newUuid(), remainingMs, logger }),
  });
}

/** The adapter's own queue behind the worker's port. */
function createSelfQueue(sender: QueueSender, queueUrl: string): SelfQueue {
  return { send: (message, delaySeconds) => sender.send({ queueUrl, body: JSON.stringify(message), delaySeconds }) };
}
