// Times of one machine: quick, or what the manifests say of the cloud.
import { services } from "@dr/services";
import { planQueues } from "@dr/runtime/delivery-plan";
import { expect, it } from "vitest";
import { timesOf } from "./times.ts";

const functions = services.flatMap((service) => service.functions);

const repairs = { kind: "stream", table: "t", batchSize: 100, batchWindowSeconds: 30, localBatchWindowSeconds: 1 } as const;
const facts = { kind: "queue", queue: "q", subscriptions: [], batchSize: 10, maxConcurrency: 10, localBatchWindowSeconds: 0.15 } as const;

it("hides messages as long as the plan of the stacks says, and fires as often as deployed", () => {
  const times = timesOf({ "cloud-times": true });
  for (const service of services) {
    for (const queue of planQueues(service).filter(({ redrive }) => redrive !== undefined)) {
      const consumer = service.functions.find(({ trigger }) => trigger.kind === "queue" && trigger.queue === queue.name)!;
      expect([queue.name, times.visibilitySeconds(consumer)]).toEqual([queue.name, queue.visibilityTimeoutSeconds]);
    }
  }
  const fired = functions.flatMap(({ name, trigger }) => (trigger.kind === "schedule" ? [[name, times.everySeconds(trigger)]] : []));
  expect(fired.length).toBeGreaterThan(2);
  expect(fired).toContainEqual(["dr-planner-sweep", 60]);
  expect([times.windowSeconds(repairs), times.windowSeconds(facts)]).toEqual([30, 0]);
});

it("is quick otherwise", () => {
  const times = timesOf({ "cloud-times": false });
  expect(times.visibilitySeconds({ timeoutSeconds: 120 })).toBe(30);
  expect(times.everySeconds({ kind: "schedule", everySeconds: 60, localEverySeconds: 1 })).toBe(1);
  expect([times.windowSeconds(repairs), times.windowSeconds(facts)]).toEqual([1, 0.15]);
});
