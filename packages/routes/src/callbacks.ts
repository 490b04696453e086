/** Rows of what other systems tell us: signed by a secret that they share with us, not by a role. */
import { noQuery } from "./parameters.ts";
import { defineRoute } from "./route.ts";

/** `/callbacks/slack` and `/callbacks/servicenow` */
export const callbackRows = {
  slackAction: defineRoute({
    method: "POST",
    path: "/callbacks/slack",
    access: { open: "Slack signs with a secret of its own, which is checked" },
    rate: "command",
    query: noQuery,
    body: "signed_text",
  }),
  changeHint: defineRoute({
    method: "POST",
    path: "/callbacks/servicenow",
    access: { open: "ServiceNow signs with a secret that it shares with us, which is checked" },
    rate: "command",
    query: noQuery,
    body: "signed_text",
  }),
};
