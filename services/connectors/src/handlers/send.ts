/** Function `dr-connectors-send`: lanes that are due, and buttons that were pressed, from the queue `connectors-lanes`. */
import { createCallApi } from "@dr/delivery/call-api-client";
import { senderFromEnv } from "@dr/delivery/sender";
import { lambdaEntry, parseEnv } from "@dr/runtime";
import { connectors } from "../connectors.ts";
import { createAnswerClick } from "../slack/answer-click.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((variables) =>
  senderFromEnv(variables, {
    service: "connectors",
    integrations: connectors,
    hear: ({ env, stores, send, audit, telemetry }) => {
      const { DR_ACCOUNT_ID: account } = parseEnv(variables, ["DR_ACCOUNT_ID"]);
      const callApi = createCallApi(env, { account, functionName: variables["DR_API_FUNCTION"] ?? "dr-api-http" });
      const answer = createAnswerClick({ receivers: stores.receivers.list, callApi, send, audit, logger: telemetry.logger });
      return async (message) => {
        if (message.kind === "click") await answer(message);
      };
    },
  }),
);
