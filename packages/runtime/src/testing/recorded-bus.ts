/** A bus that keeps what was published, and fails when told to. */
import { DrError } from "@dr/events";
import type { Bus } from "../bus.ts";
import type { BusEntry } from "../put-entries.ts";

/** A bus for tests. */
export interface RecordedBus extends Bus {
  readonly entries: readonly BusEntry[];
  /** Makes the next `times` calls of `publish` fail as a whole. */
  readonly failNext: (times?: number) => void;
}

/** A bus that keeps its entries in order. */
export function createRecordedBus(): RecordedBus {
  const entries: BusEntry[] = [];
  let failures = 0;
  return {
    entries,
    failNext: (times = 1) => {
      failures = times;
    },
    publish: (published) => {
      if (failures > 0) {
        failures -= 1;
        const failedIds = published.map((entry) => entry.detail.id);
        return Promise.reject(new DrError("bus.publish_failed", "told to fail", { retryable: true, details: { failedIds } }));
      }
      entries.push(...published);
      return Promise.resolve();
    },
  };
}
