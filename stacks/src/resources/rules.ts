/** Rules: one for each subscription of a manifest, with the pattern as it is written there. */
import type { SubscriptionManifest } from "@dr/runtime";
import { deadLetterQueueOf, logicalName } from "../model/names.ts";
import { TARGET_RETRY } from "../model/settings.ts";
import type { Site } from "../model/site.ts";
import { queueNamed, type Queues } from "./queues.ts";

/** Sends what the subscription matches to the queue; what cannot be delivered for a day goes to the queue's dead-letter queue. */
export function createRule({ name, pattern, onDemand }: SubscriptionManifest, queue: string, queues: Queues, site: Site): void {
  const rule = new aws.cloudwatch.EventRule(
    `${logicalName(name)}Rule`,
    {
      name,
      description: `Feeds queue ${queue}`,
      eventBusName: site.bus,
      eventPattern: JSON.stringify(pattern),
      ...(onDemand === true ? { state: "DISABLED" } : {}),
    },
    // Its service switches it: a deployment must not switch it back.
    onDemand === true ? { ignoreChanges: ["state"] } : {},
  );
  new aws.cloudwatch.EventTarget(`${logicalName(name)}Target`, {
    targetId: queue,
    rule: rule.name,
    eventBusName: site.bus,
    arn: queueNamed(queues, queue).arn,
    deadLetterConfig: { arn: queueNamed(queues, deadLetterQueueOf(queue)).arn },
    retryPolicy: TARGET_RETRY,
  });
}
