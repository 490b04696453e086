// Every refusal that a route may answer with has its place in the request, what was expected there, and where there is one, the next step.
import { problemsOf, ROUTE_LIST } from "@dr/routes";
import { PLACES } from "@dr/routes/places";
import { statusOf } from "@dr/runtime";
import { expect, test } from "vitest";
import { completeProblem } from "./complete-problem.ts";

const codes = [...new Set(ROUTE_LIST.flatMap((row) => problemsOf(row)))].filter((code) => statusOf(code) < 500);
const OUTSIDE = ["http.route_not_found", "http.method_not_allowed"];
const problem = (code: string, more = {}) => ({
  type: `urn:${code}`,
  title: "t",
  status: statusOf(code),
  code,
  detail: "why",
  instance: "/",
  correlationId: "c",
  ...more,
});

test("each code has a row, and no row is of a code that nobody answers with", () => {
  expect(Object.keys(PLACES).toSorted()).toEqual([...codes, ...OUTSIDE].toSorted());
});

test.each(Object.keys(PLACES))("%s is told with its place, also without any details", async (code) => {
  const { errors = [], hint = "" } = await completeProblem(problem(code));
  expect(errors).toEqual([{ path: PLACES[code]?.at, code, message: "why", expected: expect.stringMatching(/^[^{}]+$/) as string }]);
  expect(hint).not.toMatch(/[|]/);
});

test("what the refusal says itself stands; details are told in the place of their names", async () => {
  const own = {
    errors: [
      { path: "", code: "x", message: "m" },
      { path: "a.b", code: "y", message: "n", expected: "e" },
    ],
    hint: "do this",
  };
  expect(await completeProblem(problem("plan.invalid", own))).toMatchObject({
    hint: "do this",
    errors: [{ path: "body", expected: expect.any(String) as string }, own.errors[1]],
  });
  const told = await completeProblem(problem("http.method_not_allowed", { details: { allowed: ["GET", "PUT"] } }));
  expect(told.errors).toEqual([{ path: "method", code: "http.method_not_allowed", message: "why", expected: "one of GET, PUT" }]);
});

test("the next step of an execution is told where the refusal knows it; a failure of ours has no place", async () => {
  expect((await completeProblem(problem("execution.not_paused"))).hint).toBeUndefined();
  expect((await completeProblem(problem("execution.not_paused", { details: { next: {} } }))).hint).toContain("details.next");
  expect(await completeProblem(problem("internal.unexpected"))).toEqual(problem("internal.unexpected"));
});
