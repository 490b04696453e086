/** Who is told of alarms. */
import { expect, test } from "vitest";
import { subscriptionsOf } from "./alarm-topic.ts";

test("addresses, URLs and ARNs are told apart", () => {
  const text = "ops@example.com, https://pager.example.com/hook ,sqs:arn:aws:sqs:us-east-1:111122223333:alarms,sms:+15550100";
  expect(subscriptionsOf(text)).toEqual([
    { protocol: "email", endpoint: "ops@example.com" },
    { protocol: "https", endpoint: "https://pager.example.com/hook" },
    { protocol: "sqs", endpoint: "arn:aws:sqs:us-east-1:111122223333:alarms" },
    { protocol: "sms", endpoint: "+15550100" },
  ]);
  expect(subscriptionsOf(undefined)).toEqual([]);
});

test.each(["ops", "http://pager.example.com", "sms:call me", "sqs:alarms"])("%s is refused: nobody would hear the alarm", (entry) => {
  expect(() => subscriptionsOf(`ops@example.com,${entry}`)).toThrow(`DR_ALARM_SUBSCRIPTIONS: "${entry}"`);
});
