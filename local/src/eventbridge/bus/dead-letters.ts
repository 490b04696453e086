/** The end of the road: events that no target took. */
import { toDeadLetter } from "./delivery.ts";
import type { Delivery, ExhaustedCondition } from "./delivery.ts";
import type { DeliveryFailure } from "./delivery-failure.ts";
import type { BusLog, SendDeadLetter } from "./ports.ts";

/** Why a delivery has ended without success. */
export interface Ending {
  readonly failure: DeliveryFailure;
  readonly retries: number;
  readonly exhausted: ExhaustedCondition;
}

/** A dead-letter queue gets this many chances, at once one after another: it is the last place the event can go. */
const ATTEMPTS = 3;

/** What a log line says about a delivery. */
export function describeDelivery({ eventId, ruleArn, target }: Delivery): Record<string, unknown> {
  return { eventId, ruleArn, targetArn: target.arn };
}

/**
 * Makes the function that puts an undeliverable event into its target's dead-letter queue; true if it is there.
 * If it cannot go there either, the whole event is logged as an error with code `eventbridge.event_lost`: nothing is dropped in silence.
 */
export function createDeadLetters({ sendDeadLetter, log }: { readonly sendDeadLetter: SendDeadLetter; readonly log: BusLog }) {
  return async (delivery: Delivery, { failure, retries, exhausted }: Ending): Promise<boolean> => {
    const { dlqUrl } = delivery.target;
    const letter = toDeadLetter(delivery, failure, retries, exhausted);
    const fields = { ...describeDelivery(delivery), ...letter.attributes };
    let reason: unknown = "the target has no dead-letter queue";
    for (let attempt = 0; attempt < ATTEMPTS && dlqUrl !== undefined; attempt += 1) {
      try {
        await sendDeadLetter(dlqUrl, letter);
        log.warn("event went to the dead-letter queue", { code: "eventbridge.dead_lettered", ...fields });
        return true;
      } catch (error) {
        reason = error;
      }
    }
    log.error("event is lost", { code: "eventbridge.event_lost", ...fields, reason, event: delivery.event });
    return false;
  };
}
