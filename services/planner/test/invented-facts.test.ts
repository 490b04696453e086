/** An adapter that invents facts: what nobody asked for is noted a few times, counted every time, and moves nothing. */
import { expect, test } from "vitest";
import { adapterEvent } from "./events.ts";
import { plan, task, wave } from "./plans.ts";
import { count } from "./racing.ts";
import { completed, createWorld } from "./world.ts";

test("400 invented starts in a completed execution make twenty events, and 380 counts", async () => {
  const world = createWorld();
  const of = plan("p", [wave(1, [task("a")])]);
  await world.savePlan(of);
  await world.start("exec-1", of);
  const asked = world.operation("exec-1", "a");
  await world.facts([completed(asked)]);
  const before = await world.types("exec-1");
  expect(before.at(-1)).toBe("ExecutionCompleted");
  const already = world.telemetry.counts.get("FactWithoutEffect") ?? 0;
  for (let invented = 0; invented < 400; invented += 1) {
    const operationId = `op-${String(invented).padStart(8, "0")}`;
    await world.facts([adapterEvent("TechnologyStarted", { ...asked, operationId }, {})]);
  }
  const after = (await world.types("exec-1")).slice(before.length);
  expect([after.length, count(after, "OperationResultIgnored")]).toEqual([20, 20]);
  expect((world.telemetry.counts.get("FactWithoutEffect") ?? 0) - already).toBe(380);
});
