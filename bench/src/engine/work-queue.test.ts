/** Order, workers, redelivery, and when all is done. */
import { expect, it } from "vitest";
import { createWorkQueues } from "./work-queue.ts";

it("hands out messages in their order, however many there are", async () => {
  const queues = createWorkQueues();
  const seen: number[] = [];
  const queue = queues.create<number>(1, async (message) => {
    seen.push(message);
  });
  const sent = Array.from({ length: 5_000 }, (_, index) => index);
  for (const message of sent) queue.send(message);
  await queues.idle();
  expect(seen).toEqual(sent);
});

it("works on no more messages at once than it has workers", async () => {
  const queues = createWorkQueues();
  let inHand = 0;
  let most = 0;
  const queue = queues.create<string>(3, async () => {
    inHand += 1;
    most = Math.max(most, inHand);
    await Promise.resolve();
    inHand -= 1;
  });
  for (const message of ["a", "b", "c", "d", "e"]) queue.send(message);
  await queues.idle();
  expect(most).toBe(3);
});

it("is idle only when what a message led to is done as well", async () => {
  const queues = createWorkQueues();
  const seen: string[] = [];
  const second = queues.create<string>(1, async (message) => {
    seen.push(`second ${message}`);
  });
  const first = queues.create<string>(1, async (message) => {
    await Promise.resolve();
    seen.push(`first ${message}`);
    second.send(message);
  });
  first.send("a");
  await queues.idle();
  expect(seen).toEqual(["first a", "second a"]);
});

it("tries a message five times, then keeps the error and goes on", async () => {
  const queues = createWorkQueues();
  const seen: string[] = [];
  const queue = queues.create<string>(1, async (message) => {
    seen.push(message);
    if (message === "bad") throw new Error("no");
  });
  for (const message of ["bad", "good"]) queue.send(message);
  await queues.idle();
  expect(seen).toEqual(["bad", "bad", "bad", "bad", "bad", "good"]);
  expect(queues.dead()).toEqual([new Error("no")]);
});
