/** Who may use the key of the alarm topic, and who is told. */
import type { Account } from "./arns.ts";
import { listOf } from "./list-of.ts";

/** The key's policy as JSON: the account administers it; CloudWatch encrypts with it, for alarms of this account (CloudWatch guide, "Amazon SNS encryption permissions"). */
export function alarmKeyPolicy({ partition, accountId }: Account): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: `arn:${partition}:iam::${accountId}:root` }, Action: "kms:*", Resource: "*" },
      {
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
    ],
  });
}

/** One that is told. */
export interface AlarmSubscription {
  readonly protocol: "email" | "https" | "sqs" | "lambda" | "sms";
  readonly endpoint: string;
}

/**
 * The subscriptions that a text names: addresses of mail, `https://…`, and `protocol:endpoint` for the others, separated by commas. Throws for one that is none of these: an
 * alarm that nobody hears is worse than a deployment that fails.
 */
export function subscriptionsOf(text: string | undefined): readonly AlarmSubscription[] {
  return listOf(text).map((entry) => {
    if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(entry)) return { protocol: "email", endpoint: entry };
    if (/^https:\/\/\S+$/.test(entry)) return { protocol: "https", endpoint: entry };
    const [, protocol, endpoint] = /^(sqs|lambda):(arn:\S+)$/.exec(entry) ?? /^(sms):(\+\d{6,15})$/.exec(entry) ?? [];
    if (protocol === undefined || endpoint === undefined) {
      throw new Error(`DR_ALARM_SUBSCRIPTIONS: "${entry}" is no mail address, https URL, sqs:ARN, lambda:ARN or sms:+NUMBER`);
    }
    return { protocol: protocol as AlarmSubscription["protocol"], endpoint };
  });
}
