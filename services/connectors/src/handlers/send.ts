/** Function `dr-connectors-send`: lanes that are due, from the queue `connectors-lanes`. */
import { senderFromEnv } from "@dr/delivery/sender";
import { lambdaEntry } from "@dr/runtime";
import { connectors } from "../connectors.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((variables) =>
  senderFromEnv(variables, { service: "connectors", integrations: connectors }),
);
