/** The ring for counting: the deployed functions over a local DynamoDB, the local bus and the simulated estate, one message at a time. */
import { lambdaContext } from "@dr/runtime/testing";
import { createTable, localDocuments, startLocalDynamoDb } from "@dr/event-log/testing";
import { createCountedBus } from "./bus.ts";
import { createCounts, type Counts } from "./counts.ts";
import { createDelivery, isApart, type StreamRecord } from "./delivery.ts";
import { startEstate } from "./estate.ts";
import type { FunctionEnv } from "@dr/runtime";
import { services } from "@dr/services";
import { loadEnvironment, loadFunctions, queueName, type LoadedFunction } from "./functions.ts";
import { startGateway } from "./gateway.ts";
import { createQueues } from "./queues.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** The running ring. */
export interface CountingPlatform {
  readonly counts: Counts;
  /** The engine under the tables: only `dynoxide` reports what indexes consume. */
  readonly engine: string;
  /** Calls a function as its trigger would. Throws if it gives anything back to be delivered again. */
  readonly invoke: (functionName: string, event: unknown) => Promise<unknown>;
  /** Delivers messages and stream records, puts the clock forward to what waits, and resolves when nothing is left. */
  readonly settle: () => Promise<void>;
  /** Creates what a plan names in the simulated estate. */
  readonly provision: (plan: unknown) => void;
  readonly functionsOf: (kind: LoadedFunction["manifest"]["trigger"]["kind"]) => readonly LoadedFunction["manifest"][];
  /** One more environment of a function. */
  readonly environmentOf: (functionName: string, variables: FunctionEnv) => Promise<LoadedFunction["handler"]>;
  readonly stop: () => Promise<void>;
}

/** Starts everything, with empty tables and an estate of this seed; `rateLimits: false` where a plan is saved more often in a second than AWS answers questions about it. */
export async function startCountingPlatform(
  time: VirtualTime,
  seed: string,
  { rateLimits = true }: { readonly rateLimits?: boolean } = {},
): Promise<CountingPlatform> {
  const counts = createCounts();
  const queues = createQueues();
  const records: StreamRecord[] = [];
  let functions: readonly LoadedFunction[] = [];
  const local = await startLocalDynamoDb();
  const documents = localDocuments(local.endpoint);
  for (const table of services.flatMap(({ tables }) => tables)) await createTable(documents, table);
  const estate = await startEstate({ seed, rateLimits, onCall: () => counts.add("estate", "estateCalls") });
  const bus = createCountedBus((queue, body) => {
    const call = `SendMessage ${queue}`;
    const add = isApart({ queue, body }) ? counts.addApart : counts.add;
    add("bus", "sqsMessages", 1, call);
    add("bus", "sqsRequests", 1, call);
    queues.send({ queue, body, dueMs: Date.now() });
  });
  const gateway = await startGateway({
    counts,
    invoke: (name, event) => answerOf(functions, name, event),
    dynamodb: local.endpoint,
    onPut: (table, item) => records.push({ table, item }),
    putEvents: bus.putEvents,
    send: (url, body, delaySeconds) => queues.send({ queue: queueName(url), body, dueMs: Date.now() + delaySeconds * 1_000 }),
  });
  functions = await loadFunctions({ platformFor: gateway.endpointFor, estate: estate.url });
  return {
    counts,
    engine: local.engine,
    ...createDelivery({ functions, counts, queues, records, time }),
    provision: estate.provision,
    environmentOf: (functionName, variables) =>
      loadEnvironment(functionName, { platformFor: gateway.endpointFor, estate: estate.url }, variables),
    functionsOf: (kind) => functions.filter(({ manifest }) => manifest.trigger.kind === kind).map(({ manifest }) => manifest),
    stop: async () => {
      await bus.stop();
      await gateway.stop();
      await estate.stop();
      documents.destroy();
      await local.stop();
    },
  };
}

/** The answer of a function that one waits for. */
async function answerOf(functions: readonly LoadedFunction[], name: string, event: unknown): Promise<unknown> {
  const found = functions.find(({ manifest }) => manifest.name === name);
  if (!found) throw new Error(`there is no function ${name}`);
  return found.handler(event, lambdaContext());
}
