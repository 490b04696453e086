/** Function `dr-monitoring-send`: lanes that are due, from the queue `monitoring-lanes`. */
import { senderFromEnv } from "@dr/delivery/sender";
import { lambdaEntry } from "@dr/runtime";
import { monitors } from "../integrations.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((variables) =>
  senderFromEnv(variables, {
    service: "monitoring",
    integrations: monitors,
  }),
);
