// An endpoint that is gone is asked once: the webhook is off, says why and who was told, and an alarm is counted once.
import { createMemoryStores, createPump, newLane } from "@dr/delivery";
import { pumpParts, sampleEvent } from "@dr/delivery/testing";
import { createVirtualClock } from "@dr/runtime";
import { expect, test } from "vitest";
import { integrationsFor } from "./integrations.ts";
import { createSwitchOff } from "./switch-off.ts";

const NOON = "2026-11-28T12:00:00.000Z";

async function given(kind: string, status: number) {
  const clock = createVirtualClock(NOON);
  const stores = createMemoryStores();
  const counted: string[] = [];
  const metrics = { count: (name: string) => void (name === "ReceiverDisabled" && counted.push(name)) };
  let asked = 0;
  const settings = { url: "https://hooks.example.com/", secretVersion: "1" };
  const receiver = { receiverId: "r", kind, filter: {}, settings, enabled: true, since: NOON, ratePerSecond: 100, retryHours: 1 };
  await stores.receivers.put(receiver);
  const pump = createPump({
    ...pumpParts(stores, clock),
    integrations: integrationsFor({ platformKey: "key", clock }),
    send: () => {
      asked += 1;
      return Promise.resolve({ status, headers: {}, body: "", latencyMs: 1 });
    },
    metrics,
    gone: createSwitchOff({ receivers: stores.receivers, clock, metrics }),
  });
  for (const execution of ["e", "f"]) {
    for (const sequence of [1, 2]) await stores.events.add(sampleEvent(execution, sequence, NOON));
    await stores.lanes.wake(newLane("r", execution, NOON));
    await pump(`r#${execution}`, { workerId: "w", remainingMs: () => 60_000, logger: { warn: () => undefined } });
  }
  return { receiver: await stores.receivers.get("r"), counted, asked, records: await stores.records.list("r", { limit: 10 }) };
}

test("410 switches the webhook off with the first event, and says who was told", async () => {
  const { receiver, counted, asked, records } = await given("webhook", 410);
  expect(receiver).toMatchObject({
    enabled: false,
    disabledReason: `answered 410 (gone) at ${NOON}; told: the topic dr-alarms, and whoever audits`,
  });
  expect([counted, asked, records.map(({ outcome, reason }) => [outcome, reason])]).toEqual([
    ["ReceiverDisabled"],
    1,
    [["dead", "answered 410"]],
  ]);
});

test.each([
  ["webhook", 404],
  ["callback", 410],
])("a %s that answers %i stays on", async (kind, status) => {
  const { receiver, counted, asked } = await given(kind, status);
  expect([receiver?.enabled, counted, asked]).toEqual([true, [], 4]);
});
