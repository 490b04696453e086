/** A Teams workflow: takes any message with a card and answers 202 before anything is done with it, as Power Automate does. */
import { jsonOf, type Vendor } from "../vendor.ts";

interface Card {
  readonly type?: string;
  readonly attachments?: readonly {
    readonly contentType?: string;
    readonly content?: { readonly body?: readonly { readonly text?: string }[] };
  }[];
}

/** The stand-in. A body without its envelope is taken, too, and shows nothing: the flow behind it fails where the sender cannot see it. */
export const teams: Vendor = ({ body }, inbox) => {
  const card = jsonOf<Card>(body);
  const [attachment] = card?.attachments ?? [];
  if (card?.type !== "message" || attachment?.contentType !== "application/vnd.microsoft.card.adaptive") return { status: 202 };
  const [title, ...texts] = (attachment.content?.body ?? []).map(({ text }) => text ?? "");
  inbox.add({ channel: "teams", kind: "card", title: title ?? "", text: texts.join(" "), raw: card });
  return { status: 202 };
};
