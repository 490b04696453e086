// Killing the runtime in the first half of an execution and starting it again: it completes and every effect happened once.
import { afterAll, expect, it } from "vitest";
import { createDataFolder } from "../../support/runtime.ts";
import { killAfter, THREE_WAVES_ONCE } from "./kill-at.ts";

const data = createDataFolder();
afterAll(() => data.remove());

// From right after the request on.
it.each([1, 3, 4, 5, 6])("SIGKILL after event %i of the execution", { timeout: 480_000 }, async (events) => {
  expect(await killAfter(data.path, events)).toEqual(THREE_WAVES_ONCE);
});
