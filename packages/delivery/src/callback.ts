/** A callback: somebody who wants to hear once how one execution ended. */
import { ENDS } from "./interest.ts";
import type { Receiver } from "./receiver.ts";
import { seal } from "./sealed.ts";

/** Kind of receivers that are a URL to be called once, signed like a webhook. */
export const CALLBACK = "callback";
/** Kind of receivers that are a task of Step Functions which waits. */
export const TASK_TOKEN = "task_token";

/** Where to say it: a URL, or the token of a task of Step Functions (in `region`, or in the platform's own). */
export type CallbackTarget = { readonly url: string } | { readonly taskToken: string; readonly region?: string | undefined };

/** A callback is tried this long. */
const RETRY_HOURS = 72;

/** Id of an execution's callback: a repeated request makes the same one. */
export function callbackId(executionId: string): string {
  return `cb-${executionId}`;
}

/** The receiver of a callback. A task token is sealed: it lets whoever has it end a task of somebody else's. */
export function toCallbackReceiver(
  executionId: string,
  target: CallbackTarget,
  { platformKey, nowIso }: { readonly platformKey: string; readonly nowIso: string },
): Receiver {
  const receiverId = callbackId(executionId);
  const common = { receiverId, filter: { subjects: [executionId], types: [...ENDS] }, enabled: true, since: nowIso } as const;
  const patience = { ratePerSecond: 10, retryHours: RETRY_HOURS, once: true } as const;
  if ("url" in target) return { ...common, ...patience, kind: CALLBACK, settings: { url: target.url, secretVersion: "1" } };
  const { taskToken, region } = target;
  const settings = { sealed: seal(platformKey, receiverId, taskToken), ...(region === undefined ? {} : { region }) };
  return { ...common, ...patience, kind: TASK_TOKEN, settings };
}
