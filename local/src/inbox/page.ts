/** The inbox as a page for people: plain HTML, newest first, no script. */
import type { InboxItem } from "./inbox.ts";
import { escapeHtml } from "../escape-html.ts";

const STYLE =
  "body{font:14px system-ui;margin:2em auto;max-width:60em;color:#222}article{border:1px solid #ddd;border-radius:6px;margin:.6em 0;padding:.6em .9em}h1{font-size:1.3em}small{color:#777}pre{white-space:pre-wrap;background:#f6f6f6;padding:.6em;font-size:12px}nav a{margin-right:1em}";

/** The page. */
export function inboxPage(items: readonly InboxItem[], channels: readonly string[], shown: string | undefined): string {
  const links = ["all", ...channels].map(
    (channel) =>
      `<a href="/_local/inbox${channel === "all" ? "" : `?channel=${channel}`}">${channel === (shown ?? "all") ? `<b>${channel}</b>` : channel}</a>`,
  );
  const articles = items
    .toReversed()
    .map(
      ({ at, channel, kind, title, text, thread, raw }) =>
        `<article><small>${escapeHtml(at)} · ${escapeHtml(channel)} · ${escapeHtml(kind)}${thread === undefined ? "" : ` · ${escapeHtml(thread)}`}</small><div><b>${escapeHtml(title)}</b></div><div>${escapeHtml(text)}</div><details><summary>as it came</summary><pre>${escapeHtml(JSON.stringify(raw, null, 2))}</pre></details></article>`,
    );
  const empty =
    "<p>Nothing has come. <code>pnpm dev --connect all</code> connects everybody; webhooks may be registered at <code>/webhook/…</code> of the inbox.</p>";
  return `<!doctype html><meta charset="utf-8"><title>Inbox</title><style>${STYLE}</style><h1>What others were sent in this run (simulated)</h1><nav>${links.join("")}</nav>${articles.length > 0 ? articles.join("") : empty}`;
}
