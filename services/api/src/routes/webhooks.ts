/** Webhooks: who is sent events, and under which secret. */
import { checkReceiverUrl, deriveWebhookSecret, healthOf, type Receiver } from "@dr/delivery";
import { didYouMean, DrError, eventDefinitions, nearestName } from "@dr/events";
import type { Handlers } from "../http/route.ts";
import { tagged } from "../http/tags.ts";
import { toReceiver } from "../webhooks/present-receiver.ts";
import { toWebhook } from "../webhooks/present-webhook.ts";
import type { WebhookDeps } from "../webhooks/webhook-deps.ts";
import { assertSetUp } from "../webhooks/webhooks.ts";

const OLD_SECRET_MS = 86_400_000;

type Operations =
  | "createWebhook"
  | "listWebhooks"
  | "listReceivers"
  | "getWebhook"
  | "updateWebhook"
  | "deleteWebhook"
  | "rotateWebhookSecret"
  | "testWebhook";

/** So many failures in a row are told apart; the longest rest begins before. */
const HEALTH_RECORDS = 20;

/** Everybody who is told of events, by id. */
async function listAll({ webhooks, clock }: WebhookDeps): Promise<readonly Record<string, unknown>[]> {
  const receivers = await assertSetUp(webhooks).stores.receivers.list();
  return receivers.toSorted((a, b) => (a.receiverId < b.receiverId ? -1 : 1)).map((receiver) => toReceiver(receiver, clock.nowIso()));
}

/** `/webhooks` and `/webhooks/{webhookId}` */
export function webhookHandlers(deps: WebhookDeps): Handlers<Operations> {
  const { clock } = deps;
  const find = async (webhookId: string): Promise<Receiver> => {
    const receiver = await assertSetUp(deps.webhooks).stores.receivers.get(webhookId);
    if (receiver?.kind !== "webhook") throw new DrError("webhook.not_found", `no webhook ${webhookId}`);
    return receiver;
  };
  const secretOf = async ({ receiverId, settings }: Receiver): Promise<string> =>
    deriveWebhookSecret(await assertSetUp(deps.webhooks).readKey(), receiverId, Number(settings["secretVersion"]));

  return {
    createWebhook: async ({ body: { url, description, filter = {}, ratePerSecond = 10, retryHours = 72 }, requestId }) => {
      const { stores, urlRules, tell } = assertSetUp(deps.webhooks);
      checkReceiverUrl(url, urlRules);
      const receiver: Receiver = {
        // The repeat of a request with an Idempotency-Key makes the same webhook.
        receiverId: `wh-${requestId}`,
        kind: "webhook",
        filter: toFilter(filter),
        settings: { url, secretVersion: "1", ...(description === undefined ? {} : { description }) },
        enabled: false,
        since: clock.nowIso(),
        ratePerSecond,
        retryHours,
      };
      await stores.receivers.put(receiver);
      await tell({ kind: "verify", receiverId: receiver.receiverId });
      const headers = { location: `/api/v1/webhooks/${receiver.receiverId}` };
      return { status: 201, headers, body: { webhook: toWebhook(receiver), secret: await secretOf(receiver) } };
    },
    listWebhooks: async () => {
      const receivers = await assertSetUp(deps.webhooks).stores.receivers.list();
      const webhooks = receivers.filter(({ kind }) => kind === "webhook").toSorted((a, b) => (a.receiverId < b.receiverId ? -1 : 1));
      return tagged({ webhooks: webhooks.map((receiver) => toWebhook(receiver)) });
    },
    listReceivers: async () => tagged({ receivers: await listAll(deps) }),
    getWebhook: async ({ params: { webhookId } }) => {
      const found = await find(webhookId);
      const tried = await assertSetUp(deps.webhooks).stores.records.list(webhookId, { limit: HEALTH_RECORDS });
      return { status: 200, body: { ...toWebhook(found), health: healthOf(tried) } };
    },
    updateWebhook: async ({ params, body: { url, description, filter = {}, ratePerSecond = 10, retryHours = 72 } }) => {
      const { stores, urlRules, tell } = assertSetUp(deps.webhooks);
      checkReceiverUrl(url, urlRules);
      const { disabledReason: _reason, ...found } = await find(params.webhookId);
      const { description: _old, ...settings } = found.settings;
      const proven = found.enabled && settings["url"] === url;
      const receiver: Receiver = {
        ...found,
        filter: toFilter(filter),
        settings: { ...settings, url, ...(description === undefined ? {} : { description }) },
        enabled: proven,
        ratePerSecond,
        retryHours,
      };
      await stores.receivers.put(receiver);
      if (!proven) await tell({ kind: "verify", receiverId: receiver.receiverId });
      return { status: 200, body: toWebhook(receiver) };
    },
    deleteWebhook: async ({ params }) => {
      const { receiverId } = await find(params.webhookId);
      await assertSetUp(deps.webhooks).stores.receivers.remove(receiverId);
      return { status: 204 };
    },
    rotateWebhookSecret: async ({ params, requestId }) => {
      const found = await find(params.webhookId);
      // The repeat of a request whose answer was lost gets the secret that it made: a second one would end the one that its receiver still has.
      if (found.settings["rotatedBy"] === requestId)
        return { status: 200, body: { webhook: toWebhook(found), secret: await secretOf(found) } };
      const secretVersion = String(Number(found.settings["secretVersion"]) + 1);
      const oldSecretUntil = new Date(clock.nowMs() + OLD_SECRET_MS).toISOString();
      const receiver = { ...found, settings: { ...found.settings, secretVersion, oldSecretUntil, rotatedBy: requestId } };
      await assertSetUp(deps.webhooks).stores.receivers.put(receiver);
      return { status: 200, body: { webhook: toWebhook(receiver), secret: await secretOf(receiver) } };
    },
    testWebhook: async ({ params, requestId }) => {
      const { receiverId } = await find(params.webhookId);
      const eventId = `test-${requestId}`;
      await assertSetUp(deps.webhooks).tell({ kind: "test", receiverId, eventId });
      return { status: 202, body: { eventId } };
    },
  };
}

type Filter = Receiver["filter"];

/** Without members that are there and undefined: what is stored is what was said. */
function toFilter(filter: { readonly [Name in keyof Filter]?: Filter[Name] | undefined }): Filter {
  assertTypes(filter.types);
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** A type that there is not is waited for in vain. Throws `request.invalid`. */
function assertTypes(types: readonly string[] = []): void {
  const known = eventDefinitions.map(({ type }) => type);
  const errors = types.flatMap((type, index) => {
    if (known.includes(type)) return [];
    const nearest = nearestName(type, known);
    const message = `there are no events of type ${type}${didYouMean(nearest)}`;
    return [
      { path: `filter.types[${index}]`, code: "invalid_value", message, expected: nearest ?? "a type of docs/reference/asyncapi.json" },
    ];
  });
  if (errors.length > 0) throw new DrError("request.invalid", `${errors.length} invalid value(s) in the body`, { details: { errors } });
}
