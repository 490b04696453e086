/** How work is delivered: which queues a service has, how long they hide a message, and when a source gives up. One plan for the cloud, one machine and the simulation. */
import type { FunctionManifest, ServiceManifest } from "./manifest.ts";

/** EventBridge's own maximum: a target that cannot be reached is retried for a day, then the event goes to the dead-letter queue. */
export const TARGET_RETRY = { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 } as const;

/** A stream consumer gives a record up after five tries or an hour, whichever comes first; Lambda's default blocks its shard for a day and then loses it. */
export const STREAM_RETRY = { maximumRetryAttempts: 5, maximumRecordAgeInSeconds: 3_600 } as const;

/** AWS advises six function timeouts, so that a throttled function can retry before the message shows up again (Lambda guide, "Using Lambda with Amazon SQS"). */
const VISIBILITY_PER_TIMEOUT = 6;
const DEAD_LETTER_RETENTION_DAYS = 14;
const DAY_SECONDS = 86_400;
/** SQS's own default; only people and the redrive tool receive from these queues. */
const DEAD_LETTER_VISIBILITY_SECONDS = 30;

/** A queue as it is to be made. One without `redrive` is the end of the line: people empty it. */
export interface PlannedQueue {
  readonly name: string;
  readonly retentionSeconds: number;
  readonly visibilityTimeoutSeconds: number;
  readonly redrive?: { readonly to: string; readonly afterReceives: number };
}

/** Where messages go that were received too often, and those that a handler set aside. */
export function deadLetterQueueOf(queue: string): string {
  return `${queue}-dlq`;
}

/** Where failures of a function go that no queue feeds. */
export function failureQueueOf(functionName: string): string {
  return `${functionName}-failures`;
}

/** Seconds for which a message is hidden from others while this function works on it. */
export function visibilitySecondsOf({ timeoutSeconds }: Pick<FunctionManifest, "timeoutSeconds">): number {
  return VISIBILITY_PER_TIMEOUT * timeoutSeconds;
}

/** The queues of a service, ends of the line first. Throws for a queue that no function or more than one consumes. */
export function planQueues({ service, queues, functions }: Pick<ServiceManifest, "service" | "queues" | "functions">): PlannedQueue[] {
  const failures = functions.filter(({ trigger }) => trigger.kind === "stream" || trigger.kind === "schedule");
  return [
    ...queues.map(({ name }) => deadLetterQueue(deadLetterQueueOf(name))),
    ...failures.map(({ name }) => deadLetterQueue(failureQueueOf(name))),
    ...queues.map(({ name, maxReceives, retentionDays }) => ({
      name,
      retentionSeconds: retentionDays * DAY_SECONDS,
      visibilityTimeoutSeconds: visibilitySecondsOf(consumerOf(service, name, functions)),
      redrive: { to: deadLetterQueueOf(name), afterReceives: maxReceives },
    })),
  ];
}

function deadLetterQueue(name: string): PlannedQueue {
  return {
    name,
    retentionSeconds: DEAD_LETTER_RETENTION_DAYS * DAY_SECONDS,
    visibilityTimeoutSeconds: DEAD_LETTER_VISIBILITY_SECONDS,
  };
}

function consumerOf(service: string, queue: string, functions: readonly FunctionManifest[]): FunctionManifest {
  const [consumer, ...others] = functions.filter(({ trigger }) => trigger.kind === "queue" && trigger.queue === queue);
  if (!consumer || others.length > 0)
    throw new Error(`${service}: queue ${queue} needs exactly one function, has ${others.length + (consumer ? 1 : 0)}`);
  return consumer;
}
