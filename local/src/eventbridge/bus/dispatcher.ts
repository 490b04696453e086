/** Carries deliveries out: the first attempt at once, retries in the background, dead letters at the end. */
import { toBackoffMs } from "./backoff.ts";
import type { Backoff } from "./backoff.ts";
import type { BusClock } from "./bus-clock.ts";
import { createDeadLetters, describeDelivery } from "./dead-letters.ts";
import { findExhaustedCondition } from "./delivery.ts";
import type { Delivery } from "./delivery.ts";
import { toDeliveryFailure } from "./delivery-failure.ts";
import type { DeliveryFailure } from "./delivery-failure.ts";
import type { BusLog, Deliver, SendDeadLetter } from "./ports.ts";

/** How the dispatcher has fared since it was made. `lost` is what neither the target nor a dead-letter queue took. */
export interface DispatchCounts {
  delivered: number;
  failedAttempts: number;
  deadLettered: number;
  lost: number;
}

/** See `createDispatcher`. */
export interface Dispatcher {
  /** Makes the first attempt. Settles when the target has the message, or a retry is planned, or the dead-letter queue has the event. */
  readonly dispatch: (delivery: Delivery) => Promise<void>;
  /** Makes every planned retry now. */
  readonly flush: () => Promise<void>;
  /** Ends all waiting: one last attempt for each planned retry, then the dead-letter queue. */
  readonly stop: () => Promise<void>;
  /** How many retries are planned. */
  readonly pending: () => number;
  readonly counts: Readonly<DispatchCounts>;
}

/** What a dispatcher is made of. */
export interface DispatcherDeps {
  readonly deliver: Deliver;
  readonly sendDeadLetter: SendDeadLetter;
  readonly clock: BusClock;
  readonly log: BusLog;
  /** In [0, 1). */
  readonly random: () => number;
  readonly backoff: Backoff;
}

const NOT_JSON: DeliveryFailure = { code: "INVALID_JSON", message: "the filled input template is not JSON", retryable: false };

async function attemptDelivery(deliver: Deliver, { target, body }: Delivery): Promise<DeliveryFailure | undefined> {
  if (body === undefined) return NOT_JSON;
  try {
    await deliver(target, body);
    return undefined;
  } catch (error) {
    return toDeliveryFailure(error);
  }
}

/** Delivers at least once: a target may see an event twice, and retries arrive out of order. Planned retries live in memory only. */
export function createDispatcher({ deliver, sendDeadLetter, clock, log, random, backoff }: DispatcherDeps): Dispatcher {
  const bury = createDeadLetters({ sendDeadLetter, log });
  const planned = new Set<() => Promise<void>>();
  const running = new Set<Promise<void>>();
  const counts: DispatchCounts = { delivered: 0, failedAttempts: 0, deadLettered: 0, lost: 0 };
  let stopped = false;

  const plan = (delivery: Delivery, retry: number, delayMs: number): void => {
    const run = (): Promise<void> => {
      planned.delete(run);
      cancel();
      return attempt(delivery, retry);
    };
    // An attempt never rejects, so nothing is left unhandled here.
    const cancel = clock.schedule(delayMs, () => void run());
    planned.add(run);
  };

  const tryOnce = async (delivery: Delivery, retries: number): Promise<void> => {
    const failure = await attemptDelivery(deliver, delivery);
    if (failure === undefined) {
      counts.delivered += 1;
      return;
    }
    counts.failedAttempts += 1;
    const delayMs = toBackoffMs(retries + 1, backoff, random);
    const exhausted = failure.retryable ? findExhaustedCondition(delivery, retries, clock.nowMs() + delayMs) : undefined;
    if (!failure.retryable || exhausted !== undefined || stopped) {
      const kept = await bury(delivery, { failure, retries, exhausted });
      counts[kept ? "deadLettered" : "lost"] += 1;
      return;
    }
    const fields = { ...describeDelivery(delivery), failure, retries, delayMs };
    log.warn("delivery failed; it will be tried again", { code: "eventbridge.delivery_failed", ...fields });
    plan(delivery, retries + 1, delayMs);
  };

  const attempt = async (delivery: Delivery, retries: number): Promise<void> => {
    const work = tryOnce(delivery, retries);
    running.add(work);
    try {
      await work;
    } finally {
      running.delete(work);
    }
  };

  const flush = async (): Promise<void> => {
    await Promise.all([...planned].map((run) => run()));
  };

  return {
    dispatch: (delivery) => attempt(delivery, 0),
    flush,
    stop: async () => {
      stopped = true;
      await flush();
      await Promise.all(running);
    },
    pending: () => planned.size,
    counts,
  };
}
