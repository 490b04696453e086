/** Callbacks: who asked for an execution hears once how it ended. */
import { createHash } from "node:crypto";
import { callbackId, checkReceiverUrl, deriveWebhookSecret, toCallbackReceiver, type CallbackTarget } from "@dr/delivery";
import { DrError, toFailure } from "@dr/events";
import type { ApiDeps } from "../deps.ts";

/** What the log says of a callback: never the token, and of a URL no more than its host. */
export interface RecordedCallback {
  readonly kind: "url" | "task_token";
  readonly sha256: string;
  readonly host?: string;
}

/** A callback that may be kept. */
export interface OpenCallback {
  readonly recorded: RecordedCallback;
  /** Keeps it, right before the execution is: one that was lost in between calls nobody, one that is refused leaves nothing. */
  readonly keep: () => Promise<void>;
}

/** Throws `callback.not_set_up` where webhooks are not deployed, and `delivery.url_refused`: before anything is taken for the execution. */
export async function openCallback(
  { openWebhooks, clock }: Pick<ApiDeps, "openWebhooks" | "clock">,
  executionId: string,
  target: CallbackTarget,
): Promise<OpenCallback> {
  const webhooks = await openWebhooks?.();
  if (!webhooks) {
    const hint = "deploy the webhooks service, then this API again";
    throw new DrError("callback.not_set_up", "callbacks need the webhooks service, which is not set up here", { details: { hint } });
  }
  if ("url" in target) atItsPlace(() => checkReceiverUrl(target.url, webhooks.urlRules));
  return {
    recorded: toRecordedCallback(target),
    keep: async () => {
      const made = { platformKey: await webhooks.readKey(), nowIso: clock.nowIso() };
      await webhooks.stores.receivers.put(toCallbackReceiver(executionId, target, made));
      await webhooks.tell({ kind: "listen" });
    },
  };
}

function toRecordedCallback(target: CallbackTarget): RecordedCallback {
  const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
  if ("taskToken" in target) return { kind: "task_token", sha256: sha256(target.taskToken) };
  return { kind: "url", sha256: sha256(target.url), host: new URL(target.url).host };
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

/** What the answer says of a callback: for a URL, the secret that signs it. */
export async function presentCallback(
  { openWebhooks }: Pick<ApiDeps, "openWebhooks">,
  executionId: string,
  target: CallbackTarget,
): Promise<{ readonly callback?: Readonly<Record<string, string>> }> {
  const webhooks = await openWebhooks?.();
  if (!webhooks) return {};
  const id = callbackId(executionId);
  if ("taskToken" in target) return { callback: { kind: "task_token", id } };
  return { callback: { kind: "url", id, secret: deriveWebhookSecret(await webhooks.readKey(), id, 1) } };
}
