/** Processor time is read from the right fields. */
import { expect, test } from "vitest";
import { parseStat, processorSeconds } from "./processor-time.ts";

test("a line of stat, whatever the process is called", () => {
  const line = "4711 (no) de (x)) S 17 4711 4711 0 -1 4194304 900 0 0 0 310 42 5 7 20 0 11 0 100 1000 200 18446744073709551615";
  expect(parseStat(line)).toEqual({ pid: 4711, parent: 17, ticks: 310 + 42 + 5 + 7 });
  expect(parseStat(undefined)).toBeUndefined();
});

test.runIf(process.platform === "linux")("this process has used some, and a process that does not exist has none to tell", () => {
  expect(processorSeconds(process.pid)).toBeGreaterThan(0);
  expect(processorSeconds(2 ** 30)).toBeNaN();
});
