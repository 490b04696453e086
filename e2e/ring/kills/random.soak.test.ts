// SIGKILLs at 50 random points of five-wave plans: everything completes, every effect happened once.
import { afterAll, expect, it } from "vitest";
import { createDataFolder } from "../../support/runtime.ts";
import { liveAndDie } from "./random-kills.ts";

const data = createDataFolder();
afterAll(() => data.remove());

it("loses nothing and repeats nothing", { timeout: 1_800_000 }, async () => {
  const { statuses, failedOver, expected } = await liveAndDie(data.path, 50, 20_261_123);
  expect(statuses).toEqual(statuses.map(() => "completed"));
  expect(statuses.length).toBeGreaterThan(0);
  expect(failedOver).toEqual(expected);
});
