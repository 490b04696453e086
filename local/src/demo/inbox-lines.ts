/** What the stand-ins of other systems were sent while the demo ran, in a few lines. */
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";

const inboxSchema = z.object({
  items: z.array(z.looseObject({ channel: z.string(), kind: z.string(), title: z.string(), text: z.string() })),
});

type Items = z.infer<typeof inboxSchema>["items"];

/** Others are told after the recovery has gone on: so long without anything new is the end of it, and so many looks are enough. */
const QUIET_MS = 700;
const LOOKS = 12;

/** How many things each channel got once nothing more comes, and the last word in Slack. */
export async function inboxLines(endpoint: string): Promise<readonly string[]> {
  const items = await settled(() => read(endpoint));
  const counts = Object.entries(Object.groupBy(items, ({ channel }) => channel)).map(([channel, sent = []]) => `${channel} ${sent.length}`);
  const last = items.findLast(({ channel, kind }) => channel === "slack" && kind === "message");
  return [
    `inbox      what others were told (stand-ins): ${counts.join(", ")}`,
    ...(last ? [`           the last word in Slack: ${last.text}`] : []),
    "           read it all in a browser: npx -y pnpm@12 dev --connect all, then http://127.0.0.1:4100/_local/inbox",
  ];
}

async function read(endpoint: string): Promise<Items> {
  return inboxSchema.parse(await (await fetch(`${endpoint}/_local/inbox`)).json()).items;
}

async function settled(look: () => Promise<Items>): Promise<Items> {
  let items = await look();
  for (let round = 1; round < LOOKS; round += 1) {
    await sleep(QUIET_MS);
    const now = await look();
    if (now.length === items.length) return now;
    items = now;
  }
  return items;
}
