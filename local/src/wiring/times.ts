/** How fast this machine is with work that has to come again: quick by default, so that a person sees what happens; with `--cloud-times` as deployed. */
import type { FunctionManifest, TriggerManifest } from "@dr/runtime";
import { visibilitySecondsOf } from "@dr/runtime/delivery-plan";

/** The times of one machine. */
export interface Times {
  /** Seconds for which a message is hidden while this function works on it. */
  readonly visibilitySeconds: (consumer: Pick<FunctionManifest, "timeoutSeconds">) => number;
  readonly everySeconds: (trigger: Extract<TriggerManifest, { kind: "schedule" }>) => number;
  /** Seconds for which records of a stream, or messages of a queue, are gathered. */
  readonly windowSeconds: (trigger: Extract<TriggerManifest, { kind: "stream" | "queue" }>) => number;
}

/** Long enough for any handler here; what a killed process had in hand is given back at the next start anyway. */
const QUICK_VISIBILITY_SECONDS = 30;

/** As deployed, or quick. */
export function timesOf({ "cloud-times": cloud }: { readonly "cloud-times": boolean }): Times {
  return cloud
    ? {
        visibilitySeconds: visibilitySecondsOf,
        everySeconds: ({ everySeconds }) => everySeconds,
        windowSeconds: (trigger) => (trigger.kind === "stream" ? (trigger.batchWindowSeconds ?? 0) : 0),
      }
    : {
        visibilitySeconds: () => QUICK_VISIBILITY_SECONDS,
        everySeconds: ({ localEverySeconds }) => localEverySeconds,
        windowSeconds: ({ localBatchWindowSeconds = 0 }) => localBatchWindowSeconds,
      };
}
