/** The lag gate over 200 series: every verdict right, and the loss that is recorded is that of the moment, within a poll. */
import { expect, test } from "vitest";
import type { MirrorFacts } from "../src/api/facts.ts";
import { secondsOf } from "../src/api/facts.ts";
import { fitLag, type OntapContext } from "../src/mirrors.ts";
import { given } from "./given.ts";
import { twoClusters } from "./ontap-world.ts";

const POLL_SECONDS = 5;

test("200 series: pass, wait or refuse, unknown", () => {
  const end = { cluster: "c", svm: "s", volume: "v" };
  const wrong: string[] = [];
  for (let index = 0; index < 200; index += 1) {
    const limit = 10 + (index % 50);
    const lagSeconds = index % 5 === 0 ? null : (index * 37) % 100;
    const mode = index % 2 === 0 ? "planned" : "unplanned";
    const mirror = { lagSeconds, destination: end } as unknown as MirrorFacts;
    const context = { config: { snapmirrorLagThreshold: limit }, mode, executionType: "recovery" } as unknown as OntapContext;
    const told = fitLag(mirror, context).map(({ code, severity, passing }) => `${code} ${severity}${passing ? " passing" : ""}`);
    const expected =
      lagSeconds === null
        ? [mode === "planned" ? "ontap.lag_unknown block passing" : "ontap.lag_unknown warn"]
        : lagSeconds <= limit
          ? []
          : [mode === "planned" ? "ontap.lag_exceeded block passing" : "ontap.lag_exceeded block"];
    if (JSON.stringify(told) !== JSON.stringify(expected)) wrong.push(`${index}: ${told.join()} instead of ${expected.join()}`);
  }
  expect(wrong).toEqual([]);
});

test.each([0, 17, 300, 899])("a lag of %d s when the source is lost is the loss that is told", async (lagSeconds) => {
  const { results } = await given({
    seed: twoClusters(["orders"], { lagSeconds, everySeconds: 3_600 }),
    mode: "unplanned",
    prepare: ({ estate }) => estate.faults.add({ kind: "region-down", region: "us-east-1" }),
  });
  const { rpo, before } = results["quiesce:orders"]!;
  const told = before["lagSeconds"] as number;
  expect([rpo.seconds, told >= lagSeconds, told <= lagSeconds + POLL_SECONDS]).toEqual([0, true, true]);
});

test.each([
  ["PT8H35M42S", 30_942],
  ["P1DT2M", 86_520],
  ["PT0S", 0],
  ["PT", null],
  ["never", null],
  [undefined, null],
])("a span of %s is %s", (span, seconds) => {
  expect(secondsOf(span)).toBe(seconds);
});
