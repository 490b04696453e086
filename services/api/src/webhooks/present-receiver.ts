/** Any receiver as operators look at it: a webhook, or one that a parameter of the deployment names. */
import type { Receiver } from "@dr/delivery";

/** Never its settings: they are the deployment's. `nowIso` tells a rest that is over from one that is not. */
export function toReceiver(receiver: Receiver, nowIso: string): Record<string, unknown> {
  const { receiverId, kind, filter, since } = receiver;
  return { receiverId, kind, ...toStatus(receiver), filter, since, health: toHealth(receiver, nowIso) };
}

/** Whether it is told of anything, and if not, why. */
export function toStatus({ enabled, disabledReason }: Receiver): { readonly status: string; readonly reason?: string } {
  if (enabled) return { status: "active" };
  return disabledReason === undefined ? { status: "verifying" } : { status: "disabled", reason: disabledReason };
}

function toHealth({ failing }: Receiver, nowIso: string): Record<string, unknown> {
  if (!failing) return { state: "well", failures: 0 };
  const { failures, since, restsUntil, lastReason } = failing;
  const isResting = restsUntil !== undefined && restsUntil > nowIso;
  return {
    state: isResting ? "resting" : "failing",
    failures,
    failingSince: since,
    ...(isResting ? { restsUntil } : {}),
    ...(lastReason === undefined ? {} : { lastReason }),
  };
}
