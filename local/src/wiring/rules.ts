/** Turns the manifests' subscriptions into bus rules with their targets, retry policies and dead-letter queues. */
import type { ServiceManifest } from "@dr/runtime";
import { deadLetterQueueOf, TARGET_RETRY } from "@dr/runtime/delivery-plan";
import type { BusRule } from "../eventbridge/index.ts";
import type { QueueBook } from "../sqs/server.ts";

/** One rule per subscription; the same shape that stacks/ deploys. */
export function toRules(services: readonly ServiceManifest[], busName: string, sqs: QueueBook): BusRule[] {
  return services.flatMap(({ functions }) =>
    functions.flatMap(({ trigger }) => {
      if (trigger.kind !== "queue") return [];
      const queue = sqs.queue(trigger.queue);
      return trigger.subscriptions.map((subscription) => ({
        name: subscription.name,
        busName,
        pattern: subscription.pattern,
        ...(subscription.onDemand === true ? { state: "DISABLED" as const, last: true } : {}),
        targets: [
          {
            id: trigger.queue,
            arn: queue.arn,
            queueUrl: queue.url,
            dlqUrl: sqs.queue(deadLetterQueueOf(trigger.queue)).url,
            retry: TARGET_RETRY,
          },
        ],
      }));
    }),
  );
}
