import { createVirtualClock } from "@dr/runtime";
import { expect, test } from "vitest";
import { createPastReader } from "./past-reader.ts";

const item = (ExecutionId: string) => ({ ExecutionId, finishedAt: "2026-11-23T04:00:00.000Z" }) as never;

function reader({ fails = 0 } = {}) {
  const clock = createVirtualClock("2026-11-23T04:00:00.000Z");
  const asked: string[] = [];
  const read = createPastReader<string>({
    clock,
    keepMs: 30_000,
    history: {
      listByPlan: (planId) => {
        asked.push(planId);
        return asked.length <= fails ? Promise.reject(new Error("down")) : Promise.resolve({ items: [item(`${planId}-1`)] });
      },
    },
    executions: { load: (id) => Promise.resolve({ state: id, head: { version: 1, hash: "" }, epoch: 0, requests: 1 }) },
  });
  return { read, asked, clock };
}

test("fifty who ask at once are answered by one look, and those who come within half a minute by none", async () => {
  const { read, asked, clock } = reader();
  const answers = await Promise.all(Array.from({ length: 50 }, () => read("orders")));
  expect(new Set(answers.map(String))).toEqual(new Set(["orders-1"]));
  await clock.sleep(29_999);
  await read("orders");
  expect(asked).toEqual(["orders"]);
  await clock.sleep(1);
  await read("orders");
  expect(asked).toEqual(["orders", "orders"]);
});

test("plans are told apart, and only so many are remembered", async () => {
  const { read, asked } = reader();
  for (let plan = 1; plan <= 21; plan += 1) await read(`p${plan}`);
  await read("p21");
  await read("p1");
  expect(asked.slice(20)).toEqual(["p21", "p1"]);
});

test("what could not be read is asked for again", async () => {
  const { read, asked } = reader({ fails: 1 });
  await expect(read("orders")).rejects.toThrow("down");
  expect(await read("orders")).toEqual(["orders-1"]);
  expect(asked).toHaveLength(2);
});
