/** A bus with a virtual clock, predictable ids and queues that are arrays. */
import { createBus } from "../bus/create-bus.ts";
import type { Bus, BusDeps } from "../bus/create-bus.ts";
import type { DeadLetter } from "../bus/ports.ts";
import type { BusRule, RuleTarget } from "../bus/rule.ts";
import { createVirtualClock } from "./virtual-clock.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** What the tests look at. */
export interface BusUnderTest {
  readonly bus: Bus;
  readonly clock: VirtualClock;
  /** Each attempt in order: queue URL and body, and the time in ms since the start. */
  readonly attempts: { queueUrl: string; body: string; atMs: number }[];
  readonly deadLetters: (DeadLetter & { queueUrl: string })[];
  readonly logged: { level: string; code: unknown; fields: Readonly<Record<string, unknown>> }[];
  /** The next deliveries fail with these, in order; after the last they succeed. */
  readonly failures: Error[];
  readonly deadLetterFailures: Error[];
}

/** 2026-11-23T04:00:00Z. */
export const START_MS = Date.UTC(2026, 10, 23, 4);

/** A target on queue `q`, with a dead-letter queue `q-dlq`. */
export function targetOn(queue: string, more: Partial<RuleTarget> = {}): RuleTarget {
  return {
    id: queue,
    arn: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
    queueUrl: `http://q/${queue}`,
    dlqUrl: `http://q/${queue}-dlq`,
    ...more,
  };
}

/** A rule on `bus-1` that takes every event with a source. */
export function ruleTo(targets: RuleTarget[], more: Partial<BusRule> = {}): BusRule {
  return { name: "rule-1", busName: "bus-1", pattern: { source: [{ exists: true }] }, targets, ...more };
}

/** Retries wait exactly the doubled base: 1, 2, 4 seconds. */
export function createBusUnderTest(rules: BusRule[], more: Partial<BusDeps> = {}): BusUnderTest {
  const clock = createVirtualClock(START_MS);
  const attempts: BusUnderTest["attempts"] = [];
  const deadLetters: BusUnderTest["deadLetters"] = [];
  const logged: BusUnderTest["logged"] = [];
  const failures: Error[] = [];
  const deadLetterFailures: Error[] = [];
  const logAt = (level: string) => (_message: string, fields: Readonly<Record<string, unknown>>) => {
    logged.push({ level, code: fields["code"], fields });
  };
  let ids = 0;
  const bus = createBus({
    rules,
    clock,
    random: () => 1,
    newId: () => `id-${(ids += 1)}`,
    log: { info: logAt("info"), warn: logAt("warn"), error: logAt("error") },
    deliver: async ({ queueUrl }, body) => {
      attempts.push({ queueUrl, body, atMs: clock.nowMs() - START_MS });
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
    },
    sendDeadLetter: async (queueUrl, letter) => {
      const failure = deadLetterFailures.shift();
      if (failure !== undefined) throw failure;
      deadLetters.push({ queueUrl, ...letter });
    },
    ...more,
  });
  return { bus, clock, attempts, deadLetters, logged, failures, deadLetterFailures };
}

/** An entry that passes all checks. */
export function entry(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { Source: "dr.orchestration", DetailType: "WaveStarted", Detail: '{"n":1}', EventBusName: "bus-1", ...more };
}

/** An error as the AWS SDK throws it. */
export function awsError(name: string, message = "no"): Error {
  return Object.assign(new Error(message), { name });
}
