/** Blocks of a Slack message, within Slack's limits: a section of 3,000 characters, a button's value of 2,000. */
import { cut } from "../tell.ts";

const SECTION = 2_900;

/** What a message shows. `button`: execution and pause, for those who may decide in Slack. */
export interface BlockParts {
  readonly line: string;
  readonly decide?: { readonly url?: string; readonly command: string } | undefined;
  readonly button?: string | undefined;
}

/** The blocks. */
export function blocksOf({ line, decide, button }: BlockParts): readonly object[] {
  const elements = [
    ...(decide?.url === undefined ? [] : [{ type: "button", text: plain("Decide"), url: decide.url, action_id: "dr_open" }]),
    ...(button === undefined
      ? []
      : [
          { type: "button", text: plain("Approve"), style: "primary", action_id: "dr_approve", value: button },
          { type: "button", text: plain("Decline"), style: "danger", action_id: "dr_decline", value: button },
        ]),
  ];
  const hint = decide && decide.url === undefined ? `\nDecide with \`${decide.command}\`` : "";
  return [
    { type: "section", text: { type: "mrkdwn", text: cut(`${line}${hint}`, SECTION) } },
    ...(elements.length > 0 ? [{ type: "actions", elements }] : []),
  ];
}

function plain(text: string): object {
  return { type: "plain_text", text };
}
