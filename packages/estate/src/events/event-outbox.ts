// Hands the estate's AWS events to the runtime when their estate time has come.
import type { EstateClock } from "../estate-clock.ts";
import type { EstateLog } from "../estate-log.ts";
import type { Timers } from "../timers.ts";
import type { World } from "../world/world.ts";
import type { AwsEvent } from "./aws-event.ts";

/** Delivers due events: at least once, in order of their time; a failed hand-over is tried again. */
export type EventOutbox = {
  /** Delivers what is due now, then sets the timer for the next. Never rejects. */
  deliverDue(): Promise<void>;
  close(): void;
};

type Deps = {
  readonly world: World;
  readonly clock: EstateClock;
  readonly onEvent: (event: AwsEvent) => void | Promise<void>;
  readonly timers: Timers;
  readonly log: EstateLog;
};

const RETRY_AFTER_MS = 1000;
// Node fires timers longer than 2^31 ms at once; an event further away is simply looked at again.
const LONGEST_TIMER_MS = 60_000;

/** An outbox over the events that the world has pending. */
export const createEventOutbox = ({ world, clock, onEvent, timers, log }: Deps): EventOutbox => {
  let closed = false;
  let cancelTimer = (): void => undefined;
  let running: Promise<void> | undefined;

  const wakeIn = (delayMs: number): void => {
    cancelTimer();
    if (!closed) cancelTimer = timers.set(Math.min(delayMs, LONGEST_TIMER_MS), () => void deliverDue());
  };

  const drain = async (): Promise<void> => {
    for (let [next] = world.pendingEvents; next !== undefined && !closed; [next] = world.pendingEvents) {
      const waitMs = (next.dueMs - clock.nowMs()) / clock.anchor.speed;
      if (waitMs > 0) return wakeIn(Math.ceil(waitMs));
      try {
        await onEvent(next.event);
      } catch (error) {
        log({ level: "warn", message: "estate.event_not_taken", eventId: next.id, error: String(error) });
        return wakeIn(RETRY_AFTER_MS);
      }
      if (!closed) world.markDelivered(next);
    }
  };

  const deliverDue = (): Promise<void> => {
    running ??= drain().finally(() => {
      running = undefined;
    });
    return running;
  };

  return {
    deliverDue,
    close() {
      closed = true;
      cancelTimer();
    },
  };
};
