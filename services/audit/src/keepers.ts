/** Everybody who keeps the audit trail, by the kinds that receivers name. */
import type { Integration } from "@dr/delivery";
import type { SenderParts } from "@dr/delivery/sender";
import { createSignRequest } from "@dr/delivery/sign-request";
import { bucketIntegration } from "./bucket-integration.ts";
import { cloudWatchIntegration } from "./cloudwatch-integration.ts";
import { splunkIntegration } from "./splunk-integration.ts";

/** Each is on where a receiver of its kind is configured. */
export function keepers({ readSecret, readLog, clock, env, variables }: SenderParts): readonly Integration[] {
  const aws = { readLog, signRequest: createSignRequest(variables), region: env.AWS_REGION };
  return [
    splunkIntegration({ readSecret, readLog, clock }),
    bucketIntegration({ ...aws, bucket: variables["DR_AUDIT_BUCKET"] }),
    cloudWatchIntegration(aws),
  ];
}
