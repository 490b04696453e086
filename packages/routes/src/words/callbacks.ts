/** Words of the rows of what other systems tell us: signed by a secret that they share with us, not by a role. */
import { lazyLooseObject } from "@dr/events";
import * as z from "zod";
import { defineWords } from "./words.ts";

const taken = lazyLooseObject(() => ({ taken: z.boolean().meta({ description: "false: good, and nothing that concerns us" }) })).meta({
  id: "CallbackTaken",
});

const PROBLEMS = ["callback.not_found", "callback.bad_signature", "callback.unreadable"] as const;

/** `/callbacks/slack` and `/callbacks/servicenow` */
export const callbackWords = defineWords({
  slackAction: {
    tag: "webhooks",
    summary: "A button that somebody pressed in Slack",
    description:
      "The interactivity request URL of a Slack app; signed by its signing secret (`x-slack-signature`, `x-slack-request-timestamp`). The decision is made later, as the person that the Slack user is here.",
    answers: { 200: { description: "It is looked after", body: taken } },
    problems: PROBLEMS,
  },
  changeHint: {
    tag: "webhooks",
    summary: "A hint that something became of a change",
    description:
      "`{sys_id}` as JSON, signed like Slack's by a secret that both sides know (`x-dr-signature`, `x-dr-request-timestamp`). It proves nothing: the record is read.",
    answers: { 200: { description: "The change is looked at", body: taken } },
    problems: PROBLEMS,
  },
});
