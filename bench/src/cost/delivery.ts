/** Brings messages and stream records to their functions, one at a time unless a batch window is declared: what a single execution sees. Batches make many executions cheaper. */
import { lambdaContext, sqsEvent } from "@dr/runtime/testing";
import type { Counts } from "./counts.ts";
import type { LoadedFunction } from "./functions.ts";
import type { Message, Queues } from "./queues.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** An item that was put into a table, as DynamoDB JSON. */
export interface StreamRecord {
  readonly table: string;
  readonly item: Record<string, unknown>;
}

/** What delivering needs. */
export interface DeliveryDeps {
  readonly functions: readonly LoadedFunction[];
  readonly counts: Counts;
  readonly queues: Queues;
  /** Records that wait; they are taken from the front. */
  readonly records: StreamRecord[];
  readonly time: VirtualTime;
}

/** See `CountingPlatform`. */
export interface Delivery {
  readonly invoke: (functionName: string, event: unknown) => Promise<unknown>;
  readonly settle: () => Promise<void>;
}

const REMAINING_MS = 60_000;
/** Each message is received and deleted by a request of its own. */
const REQUESTS_PER_MESSAGE = ["ReceiveMessage", "DeleteMessage"] as const;

/** What waits for the end of a batch window; no queue is asked for it. */
const WINDOW = "window of ";

function toStreamEvent(records: readonly StreamRecord[]): unknown {
  return {
    Records: records.map(({ item }, index) => ({
      eventID: String(index),
      eventName: "INSERT",
      dynamodb: { NewImage: item, SequenceNumber: String(index) },
    })),
  };
}

/** The question whether a task is ready, its answer, and the audit's copy: no step of the recovery, so the report tells what it took without them. */
export function isApart({ queue, body }: Pick<Message, "queue" | "body">): boolean {
  return queue === "audit-events" || /"detail-type":"Readiness(Requested|Reported)"/.test(body);
}

/** Deliveries to `functions`. */
export function createDelivery({ functions, counts, queues, records, time }: DeliveryDeps): Delivery {
  const invoke = async ({ manifest, handler }: LoadedFunction, event: unknown): Promise<unknown> => {
    counts.add(manifest.name, "invocations");
    counts.add(manifest.name, "lambdaMbInvocations", manifest.memoryMb);
    const answer = await handler(event, lambdaContext(REMAINING_MS));
    const failures = (answer as { batchItemFailures?: readonly unknown[] } | undefined)?.batchItemFailures ?? [];
    if (failures.length > 0) throw new Error(`${manifest.name} failed on ${JSON.stringify(event)}`);
    return answer;
  };
  const find = (what: string, matches: (candidate: LoadedFunction) => boolean): LoadedFunction => {
    const found = functions.find(matches);
    if (!found) throw new Error(`there is no ${what}`);
    return found;
  };
  const gathered = new Map<string, StreamRecord[]>();
  const deliverRecord = async (record: StreamRecord): Promise<void> => {
    for (const consumer of functions) {
      const { name, trigger } = consumer.manifest;
      if (trigger.kind !== "stream" || trigger.table !== record.table) continue;
      if (trigger.batchWindowSeconds === undefined) await invoke(consumer, toStreamEvent([record]));
      else if (gathered.has(name)) gathered.get(name)?.push(record);
      else {
        gathered.set(name, [record]);
        queues.send({ queue: `${WINDOW}${name}`, body: "", dueMs: Date.now() + trigger.batchWindowSeconds * 1_000 });
      }
    }
  };
  const closeWindow = async (functionName: string): Promise<void> => {
    const records = gathered.get(functionName) ?? [];
    gathered.delete(functionName);
    await invoke(
      find(`function ${functionName}`, ({ manifest }) => manifest.name === functionName),
      toStreamEvent(records),
    );
  };
  const deliverMessage = async ({ queue, body, dueMs }: Message): Promise<void> => {
    time.jumpTo(dueMs);
    if (queue.startsWith(WINDOW)) return closeWindow(queue.slice(WINDOW.length));
    const consumer = find(
      `reader of ${queue} for ${body}`,
      ({ manifest: { trigger } }) => trigger.kind === "queue" && trigger.queue === queue,
    );
    const deliver = async (): Promise<void> => {
      for (const operation of REQUESTS_PER_MESSAGE) counts.add(consumer.manifest.name, "sqsRequests", 1, `${operation} ${queue}`);
      await invoke(consumer, sqsEvent([body]));
    };
    await (isApart({ queue, body }) ? counts.apart(deliver) : deliver());
  };

  return {
    invoke: (functionName, event) =>
      invoke(
        find(`function ${functionName}`, ({ manifest }) => manifest.name === functionName),
        event,
      ),
    settle: async () => {
      for (;;) {
        const record = records.shift();
        const message = record ? undefined : queues.next();
        if (record) await deliverRecord(record);
        else if (message) await deliverMessage(message);
        else return;
      }
    },
  };
}
