import { expect, test } from "vitest";
import { isSendable, isStorableNumber } from "./stored.ts";

test.each([0, -0, 1, -2.5, 2e-130, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER])("%d is stored", (value) => {
  expect(isStorableNumber(value)).toBe(true);
});

test.each([Number.NaN, Infinity, -Infinity, 1e-130, -1e-131, Number.MAX_SAFE_INTEGER + 1])("%d is not", (value) => {
  expect(isStorableNumber(value)).toBe(false);
});

test.each([
  ["plain", true],
  ["\u{1F600}", true],
  ["\uFFFD", true],
  ["half \uD83D", false],
  ["\uDE00", false],
  ["\uFFFE", false],
  ["a\uFFFF", false],
])("text %j is sent: %s", (text, sendable) => {
  expect(isSendable(text)).toBe(sendable);
});
