/** Where adapters are deployed is decided once. */
import { expect, test } from "vitest";
import { assertApart, assertNobodyApart, chooseAdapters } from "./adapters-choice.ts";

test.each([
  ["apart", undefined, "apart"],
  ["included", undefined, "included"],
  [undefined, "apart", "apart"],
  ["apart", "apart", "apart"],
  [undefined, "included", "included"],
] as const)("asked %s, recorded %s: %s", (asked, recorded, expected) => {
  expect(chooseAdapters(asked, recorded)).toBe(expected);
});

test.each([
  [undefined, undefined, "the first deployment decides"],
  ["included", "apart", "would adopt or remove"],
  ["apart", "included", "would adopt or remove"],
  ["aprt", "apart", 'DR_ADAPTERS is "aprt"'],
  [undefined, "both", 'the recorded choice is "both"'],
] as const)("asked %s, recorded %s: refused before anything is touched", (asked, recorded, message) => {
  expect(() => chooseAdapters(asked, recorded)).toThrow(message);
});

test("an adapter has an app of its own only beside a platform without adapters", () => {
  expect(() => assertApart("apart")).not.toThrow();
  expect(() => assertApart("included")).toThrow("deployed with DR_ADAPTERS=included");
  expect(() => assertApart(undefined)).toThrow("deploy it first, with DR_ADAPTERS=apart");
});

test("the platform does not include adapters while one has an app of its own, whatever is recorded", () => {
  expect(() => assertNobodyApart([])).not.toThrow();
  expect(() => assertNobodyApart(["/dr-orchestration/deployment/apart/adapter-drs"])).toThrow("adapter-drs has an app of its own");
});
