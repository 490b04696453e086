// Killing the runtime in the second half of an execution and starting it again: it completes and every effect happened once.
import { afterAll, expect, it } from "vitest";
import { createDataFolder } from "../../support/runtime.ts";
import { killAfter, THREE_WAVES_ONCE } from "./kill-at.ts";

const data = createDataFolder();
afterAll(() => data.remove());

// Up to just before the end.
it.each([8, 9, 10, 12, 13])("SIGKILL after event %i of the execution", { timeout: 480_000 }, async (events) => {
  expect(await killAfter(data.path, events)).toEqual(THREE_WAVES_ONCE);
});
