/** Where alarms are told: a topic under a key of ours, because CloudWatch may not use the one that AWS manages for SNS. */
import { subscriptionsOf } from "../model/alarm-topic.ts";
import { ALARM_TOPIC_NAME } from "../model/settings.ts";

/** Creates the topic under this key, and a subscription for each entry of `DR_ALARM_SUBSCRIPTIONS`. */
export function createAlarmTopic(key: $util.Input<string>): aws.sns.Topic {
  const topic = new aws.sns.Topic("AlarmTopic", { name: ALARM_TOPIC_NAME, kmsMasterKeyId: key });
  for (const [index, { protocol, endpoint }] of subscriptionsOf(process.env["DR_ALARM_SUBSCRIPTIONS"]).entries()) {
    new aws.sns.TopicSubscription(`AlarmSubscription${index + 1}`, { topic: topic.arn, protocol, endpoint });
  }
  return topic;
}
