// Every public export of a package tells what its caller gets.
import { expect, test } from "vitest";
import { findUndocumented, listPublicFiles } from "./docstrings.ts";
import { listPaths, readSource } from "./repository.ts";

const undocumentedIn = (text: string): readonly string[] => findUndocumented({ path: "x.ts", text });

test.each([
  ["export function f(): void {}\n", ["x.ts:1 f"]],
  ["export const a = 1;\n", ["x.ts:1 a"]],
  ["export type T = 1;\n", ["x.ts:1 T"]],
  ["export interface I {}\n", ["x.ts:1 I"]],
  ["// says what\nexport const a = 1;\n", ["x.ts:2 a"]],
  ["/** The purpose of this file. */\n\nexport const a = 1;\n", ["x.ts:3 a"]],
  ["/** What you get. */\nexport const a = 1;\nexport const b = 2;\n", ["x.ts:3 b"]],
  ["const hidden = 1;\nexport { hidden };\n", []],
  ["/** What you get. */\nexport function f(a: string): void;\nexport function f(a: number): void;\n", []],
])("%j", (text, expected) => {
  expect(undocumentedIn(text)).toEqual(expected);
});

test("every public export of every package has a docstring", () => {
  const files = listPaths("packages/*/src/index.ts").flatMap(listPublicFiles);
  expect(files.length).toBeGreaterThan(0);
  expect([...new Set(files)].map(readSource).flatMap(findUndocumented)).toEqual([]);
});
