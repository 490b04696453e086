/** Services that tell others what happened: no recovery waits for them, so that they run beside it and never in front of it. */

import type { LocalLog } from "../log.ts";
import { startThread, type RunningThread } from "../thread/start-thread.ts";
import type { Trace } from "../trace.ts";
import type { FunctionsData } from "../wiring/load-functions.ts";

/** By name. In the cloud their functions have processors of their own; here they have a thread that gets what the others leave. */
const TELLING: ReadonlySet<string> = new Set(["audit", "connectors", "itsm", "monitoring", "webhooks"]);

/** Whether a service's functions run apart. */
export function runsApart(service: string): boolean {
  return TELLING.has(service);
}

/** What the trace of the runtime is told: a function, and the events that it got. */
export interface Delivered {
  readonly target: string;
  readonly bodies: readonly string[];
}

/** What the thread is started with. */
export interface ApartDeps {
  readonly trace: Pick<Trace, "onDelivery">;
  readonly onDied: () => void;
  readonly log: LocalLog;
}

/** Starts the thread of those services; its functions and the polls of their queues are in there. */
export function startApart(data: FunctionsData, { trace, onDied, log }: ApartDeps): Promise<RunningThread<null>> {
  return startThread<null, Delivered>({
    name: "what tells others",
    module: new URL("./worker.ts", import.meta.url),
    data,
    onNote: ({ target, bodies }) => trace.onDelivery(target, bodies),
    onDied,
    log,
  });
}
