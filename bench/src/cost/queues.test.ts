/** Order of messages. */
import { expect, it } from "vitest";
import { createQueues } from "./queues.ts";

it("gives the message that is due first, and among equals the one that was sent first", () => {
  const queues = createQueues();
  const send = (body: string, dueMs: number): void => queues.send({ queue: "q", body, dueMs });
  send("late", 30);
  send("early", 10);
  send("early too", 10);
  send("between", 20);
  expect(["", "", "", "", ""].map(() => queues.next()?.body)).toEqual(["early", "early too", "between", "late", undefined]);
});
