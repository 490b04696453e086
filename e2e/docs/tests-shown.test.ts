// What a page says is shown by a test that was run and passed, under its own name, in its own file.
import { join } from "node:path";
import { expect, test } from "vitest";
import { testsNotShown } from "./tests-shown.ts";

const repository = join(import.meta.dirname, "../..");
const ran = (file: string, title: string, status = "passed", ancestorTitles: string[] = []) => ({
  name: join(repository, file),
  assertionResults: [{ ancestorTitles, title, status }],
});
const report = JSON.stringify({
  testResults: [
    ran("a.test.ts", "launched with a warning: replication STALLED in a planned recovery"),
    ran("b.test.ts", "one rule is opened", "skipped"),
    ran("c.test.ts", "a reset after the act was accepted", "passed", ["a drill (1 of 2)"]),
    ran("e.test.ts", "completes", "passed", ["one target comes in, another drains whi…"]),
    ran("d.test.ts", "one that failed", "failed"),
    ran("f.test.ts", "250 requests are answered"),
  ],
});
const trap = (file: string, title: string) => ({ what: title, file, title });

test.each([
  ["by its pattern", trap("a.test.ts", "launched with a warning: replication %s in a $mode recovery"), true],
  ["by the name of its scenario", trap("c.test.ts", "a drill (1 of 2)"), true],
  ["of a suite that is no test itself", trap("kit/faults.ts", "a reset after the act was accepted"), true],
  ["by a name that was cut", trap("e.test.ts", "one target comes in, another drains while a third serves"), true],
  ["that was skipped", trap("b.test.ts", "one rule is opened"), false],
  ["that failed", trap("d.test.ts", "one that failed"), false],
  ["of another file", trap("b.test.ts", "a reset after the act was accepted"), false],
  ["by its template", trap("f.test.ts", "${SEEDS} requests are answered"), true],
  ["of another title", trap("a.test.ts", "launched"), true],
  ["that stands in a title's middle of a word", trap("a.test.ts", "aunched with a warning"), false],
])("a test %s", (_name, one, isShown) => {
  expect(testsNotShown([one], report)).toHaveLength(isShown ? 0 : 1);
});

test("without a report nothing is shown", () => {
  expect(testsNotShown([trap("a.test.ts", "x")], undefined)).toEqual(['x: no test of a.test.ts passed as "x"']);
});
