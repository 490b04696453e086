/** Schedule of a function: fires, waits for the answer, then waits for the interval; a slow run is never overtaken by the next one. */
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalFunction } from "../lambda/environment.ts";
import type { LocalLog } from "../log.ts";
import { toFunctionError, type FunctionError } from "./failure-record.ts";
import type { EventSource } from "./queue.ts";

/** What a schedule needs. `onFailed` gets the event of a run that failed, which is not repeated: the next one comes anyway. */
export interface ScheduleDeps {
  readonly target: LocalFunction;
  readonly everySeconds: number;
  readonly onFailed: (event: unknown, error: FunctionError) => Promise<void>;
  readonly log: LocalLog;
}

/** Starts the schedule with a first run at once. */
export function startSchedule({ target, everySeconds, onFailed, log }: ScheduleDeps): EventSource {
  const stopping = new AbortController();
  const { name } = target.manifest;
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const event = { source: "aws.scheduler", "detail-type": "Scheduled Event", detail: {} };
      try {
        await target.invoke(event);
      } catch (error) {
        const failure = toFunctionError(error);
        log("warn", `${name} failed, it runs again in ${everySeconds} s: ${failure.errorMessage}`);
        await onFailed(event, failure).catch((lost: unknown) =>
          log("warn", `${name}: its failure could not be put aside: ${String(lost)}`),
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
