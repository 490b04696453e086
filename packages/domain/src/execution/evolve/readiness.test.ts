/** What folding an answer about thousands of tasks costs: each task that is awaited is looked at a few times, not once for each that was answered. */
import { expect, test } from "vitest";
import { at, event, running, wave } from "../../../test/execution.ts";
import { executionDecider } from "../decider.ts";
import type { ExecutionState } from "../state.ts";

const TASKS = 3_000;
const ids = Array.from({ length: TASKS }, (_, index) => `t${index}`);

let looks = 0;
/** Counts what it is gone through for; what is filtered out of it counts, too. */
class CountedList extends Array<string> {
  override filter(...args: Parameters<string[]["filter"]>): string[] {
    looks += this.length;
    return super.filter(...args);
  }
  override includes(...args: Parameters<string[]["includes"]>): boolean {
    looks += this.length;
    return super.includes(...args);
  }
  override [Symbol.iterator](): ArrayIterator<string> {
    looks += this.length;
    return super[Symbol.iterator]();
  }
}

test("an answer about thousands of tasks is folded in a few passes", () => {
  const { state } = running([wave(1, ids)]);
  const awaited = CountedList.from(ids);
  const readiness = { checkId: "c", at: "wave" as const, askedAt: at(0), deadlineAt: at(60), awaited, blocked: [], warnings: 0 };
  const [first, ...others] = state.waves;
  if (first === undefined) throw new Error("no wave");
  const asked: ExecutionState = { ...state, waves: [{ ...first, readiness }, ...others] };
  const checks = [{ code: "a.b", severity: "warn" as const, message: "m", resource: "r" }];
  const tasks = ids.slice(0, -1).map((taskId) => ({ taskId, ready: true, checks }));
  looks = 0;
  const told = executionDecider.evolve(
    asked,
    event(1, "ReadinessReported", { executionId: "exec-1", checkId: "c", technology: "database", tasks }),
  );
  expect(told.waves[0]?.readiness).toMatchObject({ awaited: [`t${TASKS - 1}`], blocked: [], warnings: TASKS - 1 });
  expect(looks).toBeLessThanOrEqual(5 * TASKS);
});
