/** Function `dr-audit-send`: lanes that are due, from the queue `audit-lanes`. */
import { createDynamoEvents } from "@dr/delivery";
import { senderFromEnv } from "@dr/delivery/sender";
import { createDocumentClient, lambdaEntry } from "@dr/runtime";
import { keepers } from "../keepers.ts";
import { trailTable } from "../table.ts";
import { withTrail } from "../trail-events.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((variables) =>
  senderFromEnv(variables, {
    service: "audit",
    integrations: keepers,
    events: (outbox, env) =>
      withTrail(
        outbox,
        createDynamoEvents({ documents: createDocumentClient(env), tableName: variables["DR_TRAIL_TABLE"] ?? trailTable.name }),
      ),
  }),
);
