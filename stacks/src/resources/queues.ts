/** Queues: encrypted, each with its dead-letter queue, hidden long enough for a retry, open to the rules that feed them and to nobody else. */
import type { ServiceManifest } from "@dr/runtime";
import { arnOf, ruleArn } from "../model/arns.ts";
import { deadLetterQueueOf, logicalName } from "../model/names.ts";
import { planQueues } from "../model/queue-plan.ts";
import { queuePolicy } from "../model/queue-policy.ts";
import type { Site } from "../model/site.ts";

/** The queues of a service by name. */
export type Queues = ReadonlyMap<string, sst.aws.Queue>;

/** Creates the queues of a service and what may be sent to them. */
export function createQueues(service: ServiceManifest, site: Site): Queues {
  const created = new Map<string, sst.aws.Queue>();
  for (const { name, retentionSeconds, visibilityTimeoutSeconds, redrive } of planQueues(service)) {
    const queue = new sst.aws.Queue(logicalName(name), {
      visibilityTimeout: `${visibilityTimeoutSeconds} seconds`,
      ...(redrive && { dlq: { queue: queueNamed(created, redrive.to).arn, retry: redrive.afterReceives } }),
      transform: { queue: { name, messageRetentionSeconds: retentionSeconds, sqsManagedSseEnabled: true } },
    });
    created.set(name, queue);
  }
  for (const { trigger } of service.functions) {
    if (trigger.kind !== "queue" || trigger.subscriptions.length === 0) continue;
    const rules = trigger.subscriptions.map(({ name }) => ruleArn(site.account, site.busName, name));
    for (const name of [trigger.queue, deadLetterQueueOf(trigger.queue)]) allowRules(name, rules, site, created);
  }
  return created;
}

/** The queue of that name. Throws if this app does not have it. */
export function queueNamed(queues: Queues, name: string): sst.aws.Queue {
  const queue = queues.get(name);
  if (!queue) throw new Error(`queue ${name} is not in this app`);
  return queue;
}

/** One policy with all rules: SST makes one for each subscription, of which the last wins, and lets three AWS services in without a condition. */
function allowRules(name: string, rules: readonly string[], site: Site, queues: Queues): void {
  new aws.sqs.QueuePolicy(`${logicalName(name)}Policy`, {
    queueUrl: queueNamed(queues, name).url,
    policy: queuePolicy(arnOf(site.account, "queue", name), rules),
  });
}
