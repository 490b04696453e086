/** Which queues an app has: those of the manifests with a dead-letter queue each, and one for the failures of each function that no queue feeds. */
import type { FunctionManifest, ServiceManifest } from "@dr/runtime";
import { deadLetterQueueOf, failureQueueOf } from "./names.ts";
import { DEAD_LETTER_RETENTION_DAYS, VISIBILITY_PER_TIMEOUT } from "./settings.ts";

/** A queue as it is to be made. One without `redrive` is the end of the line: people empty it. */
export interface PlannedQueue {
  readonly name: string;
  readonly retentionSeconds: number;
  readonly visibilityTimeoutSeconds: number;
  readonly redrive?: { readonly to: string; readonly afterReceives: number };
}

const DAY_SECONDS = 86_400;
/** SQS's own default; only people and the redrive tool receive from these queues. */
const DEAD_LETTER_VISIBILITY_SECONDS = 30;

/** The queues of a service, ends of the line first. Throws for a queue that no function or more than one consumes. */
export function planQueues({ service, queues, functions }: ServiceManifest): PlannedQueue[] {
  const failures = functions.filter(({ trigger }) => trigger.kind === "stream" || trigger.kind === "schedule");
  return [
    ...queues.map(({ name }) => deadLetterQueue(deadLetterQueueOf(name))),
    ...failures.map(({ name }) => deadLetterQueue(failureQueueOf(name))),
    ...queues.map(({ name, maxReceives, retentionDays }) => ({
      name,
      retentionSeconds: retentionDays * DAY_SECONDS,
      visibilityTimeoutSeconds: VISIBILITY_PER_TIMEOUT * consumerOf(service, name, functions).timeoutSeconds,
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
