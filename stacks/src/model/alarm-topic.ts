/** Who is told of alarms. */
import { listOf } from "./list-of.ts";

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
