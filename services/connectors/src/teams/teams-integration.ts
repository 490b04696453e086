/** Microsoft Teams: a card into a Workflows address (the Office 365 connectors are gone). One way: whether the flow behind it works cannot be seen from here. */
import type { Integration } from "@dr/delivery";
import { memberOf, type ReadExternalSecret } from "@dr/delivery/sender";
import { cut, tell, whereToDecide } from "../tell.ts";

/** What it needs: the secret `teams` with `url`, which is a secret as a whole. Settings: `approvalUrl`. */
export interface TeamsDeps {
  readonly readSecret: ReadExternalSecret;
}

const COLOURS = { good: "Good", info: "Default", warning: "Warning", bad: "Attention" } as const;
/** A message holds 28 KB (Microsoft Teams, "Create incoming webhooks"); a card of ours far less. */
const TEXT = 8_000;

/** The connector. */
export function teamsIntegration({ readSecret }: TeamsDeps): Integration {
  return {
    kind: "teams",
    toRequests: async (input) => {
      const told = tell(input);
      if (!told) return [];
      const url = memberOf(await readSecret("teams"), "teams", "url");
      const decide = told.approval ? whereToDecide(input, told.approval.pauseId) : undefined;
      const content = {
        $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
        type: "AdaptiveCard",
        version: "1.4",
        body: [
          { type: "TextBlock", size: "Medium", weight: "Bolder", wrap: true, text: cut(told.title, 500) },
          { type: "TextBlock", wrap: true, color: COLOURS[told.tone], text: cut(told.text, TEXT) },
          ...(decide && decide.url === undefined
            ? [{ type: "TextBlock", wrap: true, isSubtle: true, text: `Decide with ${decide.command}` }]
            : []),
        ],
        ...(decide?.url === undefined ? {} : { actions: [{ type: "Action.OpenUrl", title: "Decide", url: decide.url }] }),
      };
      const attachments = [{ contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content }];
      return [
        {
          id: input.event.id,
          method: "POST",
          url,
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ type: "message", attachments }),
        },
      ];
    },
  };
}
