/** Schedule of a function: fires, waits for the answer, then waits for the interval; a slow run is never overtaken by the next one. */
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalFunction } from "../lambda/environment.ts";
import type { LocalLog } from "../log.ts";
import type { EventSource } from "./queue.ts";

/** Starts the schedule with a first run at once. */
export function startSchedule(target: LocalFunction, everySeconds: number, log: LocalLog): EventSource {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await target.invoke({ source: "aws.scheduler", "detail-type": "Scheduled Event", detail: {} });
      } catch (error) {
        log(
          "warn",
          `${target.manifest.name} failed, it runs again in ${everySeconds} s: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
      await sleep(everySeconds * 1000, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
