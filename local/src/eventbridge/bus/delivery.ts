/** One event on its way to one target: attempts, retries, dead letter. */
import type { DeliveryFailure } from "./delivery-failure.ts";
import type { DeadLetter } from "./ports.ts";
import type { RuleTarget } from "./rule.ts";

/** The job, fixed when the event is taken in. */
export interface Delivery {
  readonly eventId: string;
  /** The whole event; what a dead letter carries. */
  readonly event: string;
  /** What the target is sent; `undefined` if its template did not come out as JSON. */
  readonly body: string | undefined;
  readonly ruleArn: string;
  readonly target: RuleTarget;
  readonly ingestedAtMs: number;
}

/** Which of the two limits of a retry policy ended the attempts; `undefined` if trying again was pointless or the bus stopped. */
export type ExhaustedCondition = "MaximumRetryAttempts" | "MaximumEventAgeInSeconds" | undefined;

/** AWS's defaults. */
const MAX_RETRIES = 185;
const MAX_AGE_SECONDS = 86_400;

/** The limit that a retry at `retryAtMs`, after `retries` earlier ones, would break. */
export function findExhaustedCondition({ target, ingestedAtMs }: Delivery, retries: number, retryAtMs: number): ExhaustedCondition {
  const { maximumRetryAttempts = MAX_RETRIES, maximumEventAgeInSeconds = MAX_AGE_SECONDS } = target.retry ?? {};
  if (retries >= maximumRetryAttempts) return "MaximumRetryAttempts";
  return retryAtMs - ingestedAtMs > maximumEventAgeInSeconds * 1000 ? "MaximumEventAgeInSeconds" : undefined;
}

/** The dead letter with the attributes that AWS documents; EXHAUSTED_RETRY_CONDITION only if a limit was reached. */
export function toDeadLetter(delivery: Delivery, failure: DeliveryFailure, retries: number, exhausted: ExhaustedCondition): DeadLetter {
  return {
    body: delivery.event,
    attributes: {
      RULE_ARN: delivery.ruleArn,
      TARGET_ARN: delivery.target.arn,
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: exhausted }),
      RETRY_ATTEMPTS: String(retries),
    },
  };
}
