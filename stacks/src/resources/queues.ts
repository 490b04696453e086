/** Queues: encrypted, each with its dead-letter queue, hidden long enough for a retry, open to the rules that feed them and to nobody else. */
import type { ServiceManifest } from "@dr/runtime";
import { arnOf, roleArn, ruleArn } from "../model/arns.ts";
import { listOf } from "../model/list-of.ts";
import { deadLetterQueueOf, logicalName } from "../model/names.ts";
import { planQueues } from "@dr/runtime/delivery-plan";
import { queuePolicy, sendingRoles } from "../model/queue-policy.ts";
import type { Site } from "../model/site.ts";

/** The queues of a service by name. */
export type Queues = ReadonlyMap<string, sst.aws.Queue>;

/** Creates the queues of a service and says who may send to them: rules, and the roles of this service and its neighbours. */
export function createQueues(service: ServiceManifest, neighbours: readonly ServiceManifest[], site: Site): Queues {
  const created = new Map<string, sst.aws.Queue>();
  for (const { name, retentionSeconds, visibilityTimeoutSeconds, redrive } of planQueues(service)) {
    const queue = new sst.aws.Queue(logicalName(name), {
      visibilityTimeout: `${visibilityTimeoutSeconds} seconds`,
      ...(redrive && { dlq: { queue: queueNamed(created, redrive.to).arn, retry: redrive.afterReceives } }),
      transform: { queue: { name, messageRetentionSeconds: retentionSeconds, kmsMasterKeyId: site.keys.messages } },
    });
    created.set(name, queue);
  }
  const rules = rulesByQueue(service, site);
  for (const [name, queue] of created) {
    const roles = [...sendingRoles(name, neighbours, site.account), ...redriving(site)];
    // One policy with all rules: SST makes one for each subscription, of which the last wins, and lets three AWS services in without a condition.
    new aws.sqs.QueuePolicy(`${logicalName(name)}Policy`, {
      queueUrl: queue.url,
      policy: queuePolicy(arnOf(site.account, "queue", name), { rules: rules.get(name) ?? [], roles }),
    });
  }
  return created;
}

/** The queue of that name. Throws if this app does not have it. */
export function queueNamed(queues: Queues, name: string): sst.aws.Queue {
  const queue = queues.get(name);
  if (!queue) throw new Error(`queue ${name} is not in this app`);
  return queue;
}

/** ARNs of the rules that deliver to a queue, or put there what they could not deliver. */
function rulesByQueue({ functions }: ServiceManifest, site: Site): ReadonlyMap<string, readonly string[]> {
  return new Map(
    functions.flatMap(({ trigger }) => {
      if (trigger.kind !== "queue") return [];
      const rules = trigger.subscriptions.map(({ name }) => ruleArn(site.account, site.busName, name));
      return [trigger.queue, deadLetterQueueOf(trigger.queue)].map((name) => [name, rules] as const);
    }),
  );
}

/** People who move messages back need SendMessage on the queue that they came from (SQS guide, "Configuring a dead-letter queue redrive"). */
function redriving(site: Site): string[] {
  return listOf(process.env["DR_REDRIVE_ROLES"]).map((name) => roleArn(site.account, name));
}
