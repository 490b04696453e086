/** Failed deliveries: retried by the target's policy, then dead-lettered with the reason, never dropped in silence. */
import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { awsError, createBusUnderTest, entry, ruleTo, targetOn } from "../testing/bus-under-test.ts";

const RULE_ARN = "arn:aws:events:us-east-1:000000000000:rule/bus-1/rule-1";
const TARGET_ARN = "arn:aws:sqs:us-east-1:000000000000:q";

function withRetries(maximumRetryAttempts: number, maximumEventAgeInSeconds = 3600) {
  return createBusUnderTest([ruleTo([targetOn("q", { retry: { maximumRetryAttempts, maximumEventAgeInSeconds } })])]);
}

describe("a delivery that fails", () => {
  it("is tried again after 1, 2, 4 seconds until it succeeds", async () => {
    const { bus, clock, attempts, failures, deadLetters } = withRetries(5);
    failures.push(awsError("ServiceUnavailable"), awsError("ServiceUnavailable"), awsError("ServiceUnavailable"));
    await bus.putEvents({ Entries: [entry()] });
    expect(bus.stats()).toEqual({ delivered: 0, failedAttempts: 1, deadLettered: 0, lost: 0, pending: 1 });
    await clock.advance(60_000);
    expect(attempts.map(({ atMs }) => atMs)).toEqual([0, 1000, 3000, 7000]);
    expect(deadLetters).toEqual([]);
    expect(bus.stats()).toEqual({ delivered: 1, failedAttempts: 3, deadLettered: 0, lost: 0, pending: 0 });
  });

  it("goes to the dead-letter queue when its attempts are used up, as the whole event", async () => {
    const { bus, clock, attempts, failures, deadLetters } = withRetries(2);
    failures.push(...Array.from({ length: 9 }, () => awsError("ServiceUnavailable", "queue is down")));
    await bus.putEvents({ Entries: [entry()] });
    await clock.advance(60_000);
    expect(attempts).toHaveLength(3);
    expect(deadLetters).toEqual([
      {
        queueUrl: "http://q/q-dlq",
        body: attempts[0]!.body,
        attributes: {
          RULE_ARN,
          TARGET_ARN,
          ERROR_CODE: "ERROR_FROM_TARGET",
          ERROR_MESSAGE: "queue is down",
          EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
          RETRY_ATTEMPTS: "2",
        },
      },
    ]);
    expect(bus.stats()).toMatchObject({ deadLettered: 1, lost: 0, pending: 0 });
  });

  it("goes there when the next retry would come too late", async () => {
    const { bus, clock, attempts, failures, deadLetters } = withRetries(185, 60);
    failures.push(...Array.from({ length: 9 }, () => awsError("ECONNREFUSED")));
    await bus.putEvents({ Entries: [entry()] });
    await clock.advance(3_600_000);
    // The retry after 31 s would come at 63 s, beyond the limit of 60.
    expect(attempts.map(({ atMs }) => atMs)).toEqual([0, 1000, 3000, 7000, 15_000, 31_000]);
    expect(deadLetters[0]!.attributes).toMatchObject({
      ERROR_CODE: "CONNECTION_FAILURE",
      EXHAUSTED_RETRY_CONDITION: "MaximumEventAgeInSeconds",
      RETRY_ATTEMPTS: "5",
    });
  });

  it.each([
    ["QueueDoesNotExist", "NO_RESOURCE"],
    ["AccessDeniedException", "NO_PERMISSIONS"],
    ["InvalidMessageContents", "SDK_CLIENT_ERROR"],
  ])("with %s goes there at once, before PutEvents answers", async (name, code) => {
    const { bus, clock, attempts, failures, deadLetters } = withRetries(5);
    failures.push(awsError(name));
    const answer = await bus.putEvents({ Entries: [entry()] });
    expect(answer.FailedEntryCount).toBe(0);
    expect(deadLetters[0]!.attributes).toEqual({ RULE_ARN, TARGET_ARN, ERROR_CODE: code, ERROR_MESSAGE: "no", RETRY_ATTEMPTS: "0" });
    await clock.advance(60_000);
    expect(attempts).toHaveLength(1);
  });

  it.each([
    ["ThrottlingException", "THROTTLING"],
    ["RequestThrottled", "THROTTLING"],
    ["TimeoutError", "TIMEOUT"],
    ["ENOTFOUND", "CONNECTION_FAILURE"],
  ])("with %s bears the code %s", async (name, code) => {
    const { bus, failures, deadLetters } = withRetries(0);
    failures.push(awsError(name));
    await bus.putEvents({ Entries: [entry()] });
    expect(deadLetters[0]!.attributes["ERROR_CODE"]).toBe(code);
  });

  it("does not hold up the rule's other targets", async () => {
    const { bus, attempts, failures } = createBusUnderTest([ruleTo([targetOn("broken"), targetOn("sound")])]);
    failures.push(new Error("no"));
    await bus.putEvents({ Entries: [entry()] });
    expect(attempts.map(({ queueUrl }) => queueUrl)).toEqual(["http://q/broken", "http://q/sound"]);
    expect(bus.stats()).toMatchObject({ delivered: 1, pending: 1 });
  });
});

describe("an event that cannot be kept", () => {
  it("for want of a dead-letter queue is logged whole, as an error", async () => {
    const target = { ...targetOn("q", { retry: { maximumRetryAttempts: 0 } }) };
    delete target.dlqUrl;
    const { bus, attempts, failures, logged } = createBusUnderTest([ruleTo([target])]);
    failures.push(awsError("ServiceUnavailable"));
    await bus.putEvents({ Entries: [entry()] });
    const last = logged.at(-1)!;
    expect(last).toMatchObject({ level: "error", code: "eventbridge.event_lost" });
    expect(last.fields).toMatchObject({ event: attempts[0]!.body, reason: "the target has no dead-letter queue", eventId: "id-1" });
    expect(bus.stats().lost).toBe(1);
  });

  it("because the dead-letter queue refuses it three times is logged too; twice is forgiven", async () => {
    const { bus, failures, deadLetters, deadLetterFailures, logged } = withRetries(0);
    const refused = awsError("ServiceUnavailable");
    failures.push(refused);
    deadLetterFailures.push(refused, refused);
    await bus.putEvents({ Entries: [entry()] });
    expect(deadLetters).toHaveLength(1);
    failures.push(refused);
    deadLetterFailures.push(refused, refused, refused);
    await bus.putEvents({ Entries: [entry()] });
    expect(deadLetters).toHaveLength(1);
    expect(logged.at(-1)).toMatchObject({ code: "eventbridge.event_lost", fields: { reason: refused, eventId: "id-2" } });
  });
});

describe("flush", () => {
  it("makes planned retries now and plans anew what fails again", async () => {
    const { bus, clock, attempts, failures } = withRetries(5);
    failures.push(awsError("X"), awsError("X"));
    await bus.putEvents({ Entries: [entry()] });
    await bus.flush();
    expect(attempts.map(({ atMs }) => atMs)).toEqual([0, 0]);
    expect(clock.waiting()).toBe(1);
    await clock.advance(2000);
    expect(bus.stats()).toMatchObject({ delivered: 1, pending: 0 });
  });
});

describe("stop", () => {
  it("tries what is planned one last time, dead-letters the rest, and takes no more events", async () => {
    const { bus, clock, attempts, failures, deadLetters } = withRetries(5);
    failures.push(awsError("X"), awsError("X"), awsError("X"));
    await bus.putEvents({ Entries: [entry(), entry()] });
    await bus.stop();
    expect(attempts).toHaveLength(4);
    expect(deadLetters.map(({ attributes }) => [attributes["RETRY_ATTEMPTS"], attributes["EXHAUSTED_RETRY_CONDITION"]])).toEqual([
      ["1", undefined],
    ]);
    expect(bus.stats()).toMatchObject({ delivered: 1, deadLettered: 1, pending: 0 });
    expect(clock.waiting()).toBe(0);
    await expect(bus.putEvents({ Entries: [entry()] })).rejects.toMatchObject({ code: "eventbridge.bus_stopped" });
    await expect(bus.emitServiceEvent({ source: "aws.rds", detailType: "x", detail: {} })).rejects.toMatchObject({
      code: "eventbridge.bus_stopped",
    });
  });

  it("waits for attempts under way, whose failure then goes to the dead-letter queue", async () => {
    const gate = Promise.withResolvers<never>();
    const { bus, deadLetters } = createBusUnderTest([ruleTo([targetOn("q")])], { deliver: () => gate.promise });
    const put = bus.putEvents({ Entries: [entry()] });
    let isStopped = false;
    const stopped = bus.stop().then(() => (isStopped = true));
    await setImmediate();
    expect(isStopped).toBe(false);
    gate.reject(awsError("ServiceUnavailable"));
    await Promise.all([put, stopped]);
    expect(deadLetters).toHaveLength(1);
    expect(bus.stats().pending).toBe(0);
  });
});
