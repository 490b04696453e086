/** What the connectors to people need from their platform. Plain data. */
import { senderManifest } from "@dr/delivery/sender-manifest";
import type { ServiceManifest } from "@dr/runtime";

const API_FUNCTION = "dr-api-http";

const { queue, send, alarms } = senderManifest({
  service: "connectors",
  description: "Tells people: Slack, Microsoft Teams, PagerDuty, e-mail and topics",
  secrets: ["slack", "teams", "pagerduty"],
  environment: { DR_API_FUNCTION: { value: API_FUNCTION } },
  iam: [
    // As whoever pressed a button; the API checks what they may.
    { actions: ["lambda:InvokeFunction"], arns: ["arn:${partition}:lambda:${region}:${account}:function:" + API_FUNCTION] },
    {
      actions: ["ses:SendEmail"],
      arns: ["arn:${partition}:ses:${region}:${account}:identity/*", "arn:${partition}:ses:${region}:${account}:configuration-set/*"],
    },
    { actions: ["sns:Publish"], arns: ["arn:${partition}:sns:${region}:${account}:dr-*"] },
  ],
});

/** The connectors to people. */
export const manifest: ServiceManifest = { service: "connectors", tables: [], queues: [queue], functions: [send], alarms };
