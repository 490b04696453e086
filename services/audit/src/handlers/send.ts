/** Function `dr-audit-send`: lanes that are due, from the queue `audit-lanes`. */
import { senderFromEnv } from "@dr/delivery/sender";
import { lambdaEntry } from "@dr/runtime";
import { splunkIntegration } from "../splunk-integration.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((variables) =>
  senderFromEnv(variables, {
    service: "audit",
    integrations: ({ readSecret, readLog, clock }) => [splunkIntegration({ readSecret, readLog, clock })],
  }),
);
