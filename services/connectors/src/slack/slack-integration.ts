/** Slack: a thread for each execution. The first word that is said is its head, all others are replies; the end changes the head. */
import type { Integration, LaneMemory, MappingInput, OutboundRequest } from "@dr/delivery";
import { memberOf, type ReadExternalSecret } from "@dr/delivery/sender";
import { tell, whereToDecide, type Told } from "../tell.ts";
import { blocksOf, type BlockParts } from "./blocks.ts";
import { judgeSlack } from "./judge-slack.ts";

/** What it needs: the secret `slack` with `botToken`. Settings: `channel`, `approvalUrl`, `buttons` (`on`), `apiUrl`. */
export interface SlackDeps {
  readonly readSecret: ReadExternalSecret;
}

const API = "https://slack.com/api";
const ICONS = { good: ":white_check_mark:", info: ":information_source:", warning: ":warning:", bad: ":x:" } as const;

/** The connector. Slack knows no repetition: what was sent and not answered may stand there twice, which people can see. */
export function slackIntegration({ readSecret }: SlackDeps): Integration {
  return {
    kind: "slack",
    toRequests: async (input) => {
      const told = tell(input);
      if (!told) return [];
      const token = memberOf(await readSecret("slack"), "slack", "botToken");
      return messagesOf(input, told).map(({ id, call, body, memory }): OutboundRequest => ({
        id,
        method: "POST",
        url: `${input.receiver.settings["apiUrl"] ?? API}/${call}`,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json; charset=utf-8" },
        body: JSON.stringify({ ...body, unfurl_links: false }),
        ...(memory && { memory }),
      }));
    },
    judge: judgeSlack,
  };
}

interface Message {
  readonly id: string;
  readonly call: "chat.postMessage" | "chat.update";
  readonly body: Readonly<Record<string, unknown>>;
  readonly memory?: LaneMemory;
}

function messagesOf(input: MappingInput, told: Told): readonly Message[] {
  const { event, memory, receiver } = input;
  const thread = memory["ts"];
  const channel = memory["channel"] ?? receiver.settings["channel"] ?? "";
  const line = `${ICONS[told.tone]} ${escape(told.text)}`;
  const text = `*${escape(told.title)}* ${line}`;
  const post: Message = {
    id: event.id,
    call: "chat.postMessage",
    body: {
      channel,
      text,
      blocks: blocksOf({ line: thread === undefined ? text : line, ...asking(input, told) }),
      ...(thread === undefined ? {} : { thread_ts: thread, reply_broadcast: told.loud }),
      metadata: { event_type: "dr_event", event_payload: { id: event.id } },
    },
    ...(told.approval && receiver.settings["buttons"] === "on" ? { memory: { asks: told.approval.pauseId } } : {}),
  };
  const change = (name: string, ts: string, words: string): Message => ({
    id: `${event.id}:${name}`,
    call: "chat.update",
    body: { channel, ts, text: words, blocks: blocksOf({ line: words }) },
  });
  const asked = event.type === "ExecutionResumed" ? memory["asksTs"] : undefined;
  return [
    post,
    ...(asked === undefined ? [] : [change("asked", asked, `*${escape(told.title)}* ${line}`)]),
    ...(told.ends && thread !== undefined ? [change("head", thread, text)] : []),
  ];
}

/** How a decision is asked for: a link or a command, and buttons where the channel has them. */
function asking(input: MappingInput, { approval }: Told): Pick<BlockParts, "decide" | "button"> {
  if (!approval) return {};
  const { event, receiver } = input;
  return {
    decide: whereToDecide(input, approval.pauseId),
    ...(receiver.settings["buttons"] === "on" ? { button: `${event.subject}|${approval.pauseId}` } : {}),
  };
}

/** Text of others must not call anybody (`<!channel>`): Slack's own three characters (Slack, "Formatting text for app surfaces"). */
function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
