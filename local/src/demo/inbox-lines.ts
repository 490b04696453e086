/** What the stand-ins of other systems were sent while the demo ran, in a few lines. */
import * as z from "zod";

const inboxSchema = z.object({
  items: z.array(z.looseObject({ channel: z.string(), kind: z.string(), title: z.string(), text: z.string() })),
});

/** How many things each channel got, and the last word in Slack. */
export async function inboxLines(endpoint: string): Promise<readonly string[]> {
  const { items } = inboxSchema.parse(await (await fetch(`${endpoint}/_local/inbox`)).json());
  const counts = Object.entries(Object.groupBy(items, ({ channel }) => channel)).map(([channel, sent = []]) => `${channel} ${sent.length}`);
  const last = items.findLast(({ channel, kind }) => channel === "slack" && kind === "message");
  return [
    `inbox      what others were told (stand-ins): ${counts.join(", ")}`,
    ...(last ? [`           the last word in Slack: ${last.text}`] : []),
    "           read it all in a browser: npx -y pnpm@12 dev --connect all, then http://127.0.0.1:4100/_local/inbox",
  ];
}
