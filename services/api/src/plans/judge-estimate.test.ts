import { expect, test } from "vitest";
import type { PlanEstimate } from "@dr/domain";
import { judgeEstimate } from "./judge-estimate.ts";

const known: PlanEstimate = {
  rtoSeconds: 100,
  slowestSeconds: 150,
  atLeast: false,
  rpo: { seconds: 10, taskId: "a" },
  basis: { measured: 2, declared: 0, unknown: 0 },
  gates: 0,
  criticalPath: ["a"],
  waves: [],
  tasks: [],
  executions: [],
};
const verdicts = (estimate: PlanEstimate, rtoSeconds: number, rpoSeconds: number) => {
  const { rto, rpo } = judgeEstimate(estimate, { rtoSeconds, rpoSeconds });
  return [rto?.verdict, rpo?.verdict];
};

test.each([
  [150, 10, ["within", "within"]],
  [149, 9, ["at_risk", "beyond"]],
  [99, 10, ["beyond", "within"]],
])("a target of %d s and %d s", (rto, rpo, expected) => {
  expect(verdicts(known, rto, rpo)).toEqual(expected);
});

test("what is not known is never within", () => {
  expect(verdicts({ ...known, atLeast: true, basis: { measured: 1, declared: 0, unknown: 1 } }, 500, 10)).toEqual(["unknown", "at_risk"]);
  expect(verdicts({ ...known, rpo: { seconds: null, taskId: "a" } }, 500, 10)).toEqual(["within", "unknown"]);
  const { rpo: _, ...unmeasured } = known;
  expect(verdicts(unmeasured, 500, 10)).toEqual(["within", "unknown"]);
  expect(verdicts({ ...known, atLeast: true }, 99, 10)[0]).toBe("beyond");
});

test("a plan without promises has no verdicts", () => {
  expect(judgeEstimate(known, {})).toEqual({ rto: null, rpo: null });
});
