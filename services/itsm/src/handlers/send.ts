/** Function `dr-itsm-send`: lanes that are due, and hints that something became of a change, from the queue `itsm-lanes`. */
import { senderFromEnv } from "@dr/delivery/sender";
import { createDocumentClient, lambdaEntry } from "@dr/runtime";
import { followFromEnv } from "../follow-from-env.ts";
import { createFollowedChanges } from "../followed-changes.ts";
import { changeSystems } from "../integrations.ts";
import { changeTable } from "../table.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((variables) =>
  senderFromEnv(variables, {
    service: "itsm",
    integrations: ({ env, readSecret }) => {
      const changes = createFollowedChanges({ documents: createDocumentClient(env), tableName: changeTable.name });
      return changeSystems({ readSecret }, changes);
    },
    // A hint makes the next look sooner, of a change that is followed anyway; what counts is the record.
    hear: (parts) => {
      const { follow } = followFromEnv(variables, parts);
      return async (message) => {
        if (message.kind === "hint") await follow(message.changeId);
      };
    },
  }),
);
