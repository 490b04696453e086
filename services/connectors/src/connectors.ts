/** All connectors to people, by the kinds that receivers name. */
import type { Integration } from "@dr/delivery";
import type { SenderParts } from "@dr/delivery/sender";
import { createSignRequest } from "@dr/delivery/sign-request";
import { emailIntegration } from "./email/email-integration.ts";
import { pagerDutyIntegration } from "./pagerduty/pagerduty-integration.ts";
import { slackIntegration } from "./slack/slack-integration.ts";
import { snsIntegration } from "./sns/sns-integration.ts";
import { teamsIntegration } from "./teams/teams-integration.ts";

/** Each is on where a receiver of its kind is configured. */
export function connectors({ readSecret, env, variables }: SenderParts): readonly Integration[] {
  const signRequest = createSignRequest(variables);
  const aws = { signRequest, region: env.AWS_REGION };
  return [
    slackIntegration({ readSecret }),
    teamsIntegration({ readSecret }),
    pagerDutyIntegration({ readSecret }),
    emailIntegration(aws),
    snsIntegration(aws),
  ];
}
