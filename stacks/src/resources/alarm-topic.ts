/** Where alarms are told: a topic under a key of its own, because CloudWatch may not use the one that AWS manages for SNS. */
import { alarmKeyPolicy, subscriptionsOf } from "../model/alarm-topic.ts";
import type { Account } from "../model/arns.ts";
import { ALARM_TOPIC_NAME } from "../model/settings.ts";

/** Creates the topic, its key, and a subscription for each entry of `DR_ALARM_SUBSCRIPTIONS`. */
export function createAlarmTopic(account: Account): aws.sns.Topic {
  const key = new aws.kms.Key("AlarmKey", {
    description: "Encrypts what alarms tell",
    enableKeyRotation: true,
    policy: alarmKeyPolicy(account),
  });
  const topic = new aws.sns.Topic("AlarmTopic", { name: ALARM_TOPIC_NAME, kmsMasterKeyId: key.id });
  for (const [index, { protocol, endpoint }] of subscriptionsOf(process.env["DR_ALARM_SUBSCRIPTIONS"]).entries()) {
    new aws.sns.TopicSubscription(`AlarmSubscription${index + 1}`, { topic: topic.arn, protocol, endpoint });
  }
  return topic;
}
