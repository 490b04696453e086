/** Parts of a pump that tests seldom care about. */
import type { Clock } from "@dr/runtime";
import { createBreaker } from "../breaker.ts";
import type { PumpDeps } from "../pump.ts";
import { createRateLimit } from "../rate.ts";
import { createReadContext } from "../read-context.ts";
import type { DeliveryStores } from "../stores.ts";

/** A pump's parts on these stores: its own breaker and rate, retries without jitter, metrics that nobody reads. */
export function pumpParts(
  stores: DeliveryStores,
  clock: Clock,
): Pick<PumpDeps, "stores" | "readContext" | "breaker" | "takeToken" | "clock" | "random" | "metrics"> {
  return {
    stores,
    readContext: createReadContext(stores.events),
    breaker: createBreaker(clock, stores.receivers),
    takeToken: createRateLimit(clock),
    clock,
    random: () => 0,
    metrics: { count: () => undefined },
  };
}
