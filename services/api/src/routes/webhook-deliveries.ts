/** What was sent to webhooks, sending it again, and the feed for those who pull. */
import { createReplay } from "@dr/delivery";
import { DrError } from "@dr/events";
import { newUuid } from "@dr/runtime";
import type { Handlers } from "../http/route.ts";
import type { WebhookDeps } from "../webhooks/webhook-deps.ts";
import { assertSetUp } from "../webhooks/webhooks.ts";

/** `/webhooks/{webhookId}/deliveries`, its replays, and `/events` */
export function webhookDeliveryHandlers(deps: WebhookDeps): Handlers<"listDeliveries" | "redeliverEvent" | "replayEvents" | "readFeed"> {
  const { clock } = deps;
  const replayOf = async (webhookId: string): Promise<ReturnType<typeof createReplay>> => {
    const { stores, tell } = assertSetUp(deps.webhooks);
    if (!(await stores.receivers.get(webhookId))) throw new DrError("webhook.not_found", `no webhook ${webhookId}`);
    const hint = (laneId: string): Promise<void> => tell({ kind: "lane", laneId });
    return createReplay({ events: stores.events, lanes: stores.lanes, hint, clock, newId: newUuid });
  };
  return {
    listDeliveries: async ({ params, query: { outcome, limit, before } }) => {
      const wanted = {
        limit,
        ...(outcome === undefined ? {} : { outcome }),
        ...(before === undefined ? {} : { before: new Date(before).toISOString() }),
      };
      return { status: 200, body: { deliveries: await assertSetUp(deps.webhooks).stores.records.list(params.webhookId, wanted) } };
    },
    redeliverEvent: async ({ params, body: { executionId, sequence } }) => {
      const events = await (await replayOf(params.webhookId)).one(params.webhookId, executionId, sequence);
      if (events === 0) throw nothing(`event ${sequence} of ${executionId} is not kept: events are, for 40 days`);
      return { status: 202, body: { events } };
    },
    replayEvents: async ({ params: { webhookId }, body: { since, after, until = clock.nowIso() } }) => {
      const replay = await replayOf(webhookId);
      const untilIso = new Date(until).toISOString();
      const events =
        after === undefined
          ? await replay.span(webhookId, new Date(since ?? 0).toISOString(), untilIso)
          : await replay.after(webhookId, after, untilIso);
      if (events === 0) throw nothing(`no event was received ${after === undefined ? `from ${since}` : `after ${after}`} to ${until}`);
      return { status: 202, body: { events } };
    },
    readFeed: async ({ query: { after, limit } }) => {
      const { stores, notePull } = assertSetUp(deps.webhooks);
      await notePull();
      const { events, cursor } = await stores.events.feed(after, limit, clock.nowIso());
      return { status: 200, body: { events: events.map(({ envelope }) => envelope), cursor } };
    },
  };
}

function nothing(message: string): DrError {
  return new DrError("webhook.nothing_to_replay", message);
}
