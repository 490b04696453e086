/** Callbacks: who asked for an execution hears once how it ended. */
import { createHash } from "node:crypto";
import type { CallbackTarget } from "@dr/delivery";
import { DrError, toFailure } from "@dr/events";
import type { ApiDeps } from "../deps.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";

/** What the log says of a callback: never the token, and of a URL no more than its host. */
export interface RecordedCallback {
  readonly kind: "url" | "task_token";
  readonly sha256: string;
  readonly host?: string;
}

/** What the log says of this callback. */
export function toRecordedCallback(target: CallbackTarget): RecordedCallback {
  const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
  if ("taskToken" in target) return { kind: "task_token", sha256: sha256(target.taskToken) };
  return { kind: "url", sha256: sha256(target.url), host: new URL(target.url).host };
}

/** Throws `callback.not_set_up` where webhooks are not deployed, and `delivery.url_refused`: before anything is taken for the execution. */
export async function assertCallable({ openWebhooks }: ApiDeps, target: CallbackTarget): Promise<Webhooks> {
  const webhooks = await openWebhooks?.();
  if (!webhooks) {
    const hint = "deploy the webhooks service, then this API again";
    throw new DrError("callback.not_set_up", "callbacks need the webhooks service, which is not set up here", { details: { hint } });
  }
  const { checkReceiverUrl } = await import("@dr/delivery");
  if ("url" in target) atItsPlace(() => checkReceiverUrl(target.url, webhooks.urlRules));
  return webhooks;
}

/** A URL is refused where the request has it. */
function atItsPlace(look: () => unknown): void {
  try {
    look();
  } catch (cause) {
    const { code, message } = toFailure(cause);
    throw new DrError(code, message, { cause, details: { errors: [{ path: "callback.url", code, message }] } });
  }
}

/** Keeps the callback of an execution, right before the execution is: one that was lost in between calls nobody, one that is refused leaves nothing. */
export async function keepCallback(deps: ApiDeps, executionId: string, target: CallbackTarget): Promise<void> {
  const webhooks = await assertCallable(deps, target);
  const { toCallbackReceiver } = await import("@dr/delivery");
  const made = { platformKey: await webhooks.readKey(), nowIso: deps.clock.nowIso() };
  await webhooks.stores.receivers.put(toCallbackReceiver(executionId, target, made));
  await webhooks.tell({ kind: "listen" });
}

/** What the answer says of a callback: for a URL, the secret that signs it. */
export async function presentCallback(
  { openWebhooks }: ApiDeps,
  executionId: string,
  target: CallbackTarget | undefined,
): Promise<{ readonly callback?: Readonly<Record<string, string>> }> {
  const webhooks = target && (await openWebhooks?.());
  if (!target || !webhooks) return {};
  const { callbackId, deriveWebhookSecret } = await import("@dr/delivery");
  const id = callbackId(executionId);
  if ("taskToken" in target) return { callback: { kind: "task_token", id } };
  return { callback: { kind: "url", id, secret: deriveWebhookSecret(await webhooks.readKey(), id, 1) } };
}
