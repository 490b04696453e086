/** Function `dr-connectors-send`: lanes that are due, and buttons that were pressed, from the queue `connectors-lanes`. */
import { senderFromEnv } from "@dr/delivery/sender";
import { lambdaEntry, lazyPort, parseEnv } from "@dr/runtime";
import { connectors } from "../connectors.ts";
import { createAnswerClick } from "../slack/answer-click.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((variables) =>
  senderFromEnv(variables, {
    service: "connectors",
    integrations: connectors,
    hear: ({ env, stores, send, audit, telemetry }) => {
      const { DR_ACCOUNT_ID: account } = parseEnv(variables, ["DR_ACCOUNT_ID"]);
      const api = { account, functionName: variables["DR_API_FUNCTION"] ?? "dr-api-http" };
      // It carries the client of Lambda: loaded with the first click.
      const { callApi } = lazyPort(async () => ({ callApi: (await import("@dr/delivery/call-api-client")).createCallApi(env, api) }));
      const answer = createAnswerClick({ receivers: stores.receivers.list, callApi, send, audit, logger: telemetry.logger });
      return async (message) => {
        if (message.kind === "click") await answer(message);
      };
    },
  }),
);
