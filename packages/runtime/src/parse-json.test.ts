/** A text is JSON, or it is nothing. */
import { expect, test } from "vitest";
import { parseJson } from "./parse-json.ts";

test.each([
  ["null", null],
  ["0", 0],
  ['{"a":[1]}', { a: [1] }],
  ["", undefined],
  ['{"password": hunter2', undefined],
  ["undefined", undefined],
])("%s", (text, value) => {
  expect(parseJson(text)).toEqual(value);
});
