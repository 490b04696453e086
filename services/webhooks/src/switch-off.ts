/** Switches off a webhook whose endpoint says that it is gone, and says so: in the webhook itself, by an alarm, and to whoever audits. */
import type { PumpDeps, Receiver, ReceiverStore } from "@dr/delivery";
import type { Clock, Metrics } from "@dr/runtime";
import { WEBHOOK } from "./webhook-integration.ts";

/** What it needs. */
export interface SwitchOffDeps {
  readonly receivers: Pick<ReceiverStore, "get" | "put">;
  readonly clock: Pick<Clock, "nowIso">;
  readonly metrics: Pick<Metrics, "count">;
}

/** Repeated, it changes nothing: the first time stands. A callback wants one event and goes by itself. */
export function createSwitchOff({ receivers, clock, metrics }: SwitchOffDeps): NonNullable<PumpDeps["gone"]> {
  return async ({ receiverId, kind }: Receiver) => {
    if (kind !== WEBHOOK) return false;
    const found = await receivers.get(receiverId);
    if (found?.enabled !== true) return true;
    const disabledReason = `answered 410 (gone) at ${clock.nowIso()}; told: the topic dr-alarms, and whoever audits`;
    await receivers.put({ ...found, enabled: false, disabledReason });
    metrics.count("ReceiverDisabled");
    return true;
  };
}
