/** Queues by the delivery plan, the bus, and the rules of the subscriptions. */
import { CreateEventBusCommand, EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { ServiceManifest } from "@dr/runtime";
import { deadLetterQueueOf, planQueues, TARGET_RETRY } from "@dr/runtime/delivery-plan";
import { ACCOUNT, BUS, clientConfig, REGION, type Place } from "./place.ts";

/** ARN of a queue. */
export const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;

/** Makes them; the URLs of the queues by name. */
export async function createMessaging(place: Place, services: readonly ServiceManifest[]): Promise<ReadonlyMap<string, string>> {
  const sqs = new SQSClient({ ...clientConfig(place), useQueueUrlAsEndpoint: false });
  const urls = new Map<string, string>();
  for (const { name, retentionSeconds, visibilityTimeoutSeconds, redrive } of services.flatMap((service) => planQueues(service))) {
    const policy = redrive && { deadLetterTargetArn: queueArn(redrive.to), maxReceiveCount: String(redrive.afterReceives) };
    const Attributes = {
      VisibilityTimeout: String(visibilityTimeoutSeconds),
      MessageRetentionPeriod: String(retentionSeconds),
      ...(policy ? { RedrivePolicy: JSON.stringify(policy) } : {}),
    };
    urls.set(name, (await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }))).QueueUrl ?? "");
  }
  const events = new EventBridgeClient(clientConfig(place));
  await events.send(new CreateEventBusCommand({ Name: BUS }));
  for (const { trigger } of services.flatMap(({ functions }) => functions)) {
    if (trigger.kind !== "queue") continue;
    for (const { name: Name, pattern, onDemand } of trigger.subscriptions) {
      const State = onDemand === true ? ("DISABLED" as const) : ("ENABLED" as const);
      await events.send(new PutRuleCommand({ Name, EventBusName: BUS, EventPattern: JSON.stringify(pattern), State }));
      const { maximumRetryAttempts: MaximumRetryAttempts, maximumEventAgeInSeconds: MaximumEventAgeInSeconds } = TARGET_RETRY;
      const target = {
        Id: trigger.queue,
        Arn: queueArn(trigger.queue),
        DeadLetterConfig: { Arn: queueArn(deadLetterQueueOf(trigger.queue)) },
        RetryPolicy: { MaximumRetryAttempts, MaximumEventAgeInSeconds },
      };
      await events.send(new PutTargetsCommand({ Rule: Name, EventBusName: BUS, Targets: [target] }));
    }
  }
  return urls;
}
