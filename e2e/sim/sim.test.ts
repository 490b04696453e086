// The simulation itself: it breaks nothing that is right, finds what is wrong, and tells the same story twice.
import { expect, test, vi } from "vitest";
import { summariseBranches } from "./coverage/summary.ts";
import { findMutant } from "./mutants/index.ts";
import { parseOptions } from "./report/options.ts";
import { createProgress } from "./report/progress.ts";
import { toJson } from "./report/report.ts";
import { runSeed } from "./run/run-seed.ts";
import { NO_PROOF, percentile } from "./proof/figures.ts";
import type { Drill } from "./run/scenario.ts";
import { findShortestPrefix } from "./run/shortest-prefix.ts";
import { addTotals, NO_TOTALS, totalsOf, type Totals } from "./run/totals.ts";

// Before the product is loaded: the X-Ray library otherwise hooks every promise.
vi.hoisted(() => Object.assign(process.env, { AWS_XRAY_MANUAL_MODE: "true" }));

const A_MINUTE = 60_000;

async function runSeeds(from: number, count: number, drill?: Drill): Promise<Totals> {
  const totals: Totals[] = [];
  for (let seed = from; seed < from + count; seed += 1) totals.push(totalsOf(await runSeed(seed, drill && { drill })));
  return addTotals(totals);
}

test("a hundred seeds break no invariant", { timeout: 2 * A_MINUTE }, async () => {
  const { broken, seeds, faults, executions } = await runSeeds(1, 100);
  expect(broken).toEqual([]);
  expect(seeds).toBe(100);
  // A fault that never strikes proves nothing.
  expect(Object.entries(faults).filter(([, count]) => count === 0)).toEqual([]);
  expect(Object.keys(executions)).toEqual(["cancelled", "completed", "failed"]);
});

test("a lost Region leads to no effect twice and to no split brain", { timeout: 2 * A_MINUTE }, async () => {
  const { broken, faults } = await runSeeds(1, 15, "takeover");
  expect(broken).toEqual([]);
  expect(faults["region_lost"]).toBe(15);
});

test(
  "parted Regions: one leads at a time, nothing acknowledged is lost, and all goes on soon after they meet again",
  { timeout: 2 * A_MINUTE },
  async () => {
    const { broken, proof } = await runSeeds(1, 20, "partitions");
    expect(broken).toEqual([]);
    expect(proof.lost).toBe(0);
    expect([proof.partitions >= 20, proof.acknowledged >= 20, proof.takeOverMs.length >= 5, proof.recoveryMs.length]).toEqual([
      true,
      true,
      true,
      20,
    ]);
    expect(percentile(proof.takeOverMs, 0.99)).toBeLessThanOrEqual(30_000);
    expect(percentile(proof.recoveryMs, 1)).toBeLessThanOrEqual(20_000);
  },
);

test("the same seed is the same run, line for line; another one is another", { timeout: A_MINUTE }, async () => {
  const story = async (seed: number) => {
    const lines: string[] = [];
    const result = await runSeed(seed, { write: (line) => lines.push(line) });
    return { result, lines };
  };
  const first = await story(7);
  expect(first.lines.length).toBeGreaterThan(100);
  expect(await story(7)).toEqual(first);
  expect((await story(8)).result.digest).not.toBe(first.result.digest);
  // Nobody reads along, and it is the same run all the same.
  expect(await runSeed(7)).toEqual(first.result);
});

test("a run of which only a prefix is disturbed is the same up to there", { timeout: A_MINUTE }, async () => {
  const lines = async (maxFaults?: number): Promise<readonly string[]> => {
    const story: string[] = [];
    await runSeed(11, { write: (line) => story.push(line), ...(maxFaults === undefined ? {} : { maxFaults }) });
    return story;
  };
  const whole = await lines();
  const prefix = await lines(20);
  const twentieth = whole.map((line, index) => (line.includes(" fault ") ? index : -1)).filter((index) => index >= 0)[19];
  expect(prefix.slice(0, twentieth)).toEqual(whole.slice(0, twentieth));
  expect(prefix.filter((line) => line.includes(" fault "))).toHaveLength(20);
});

const planted = ["counts-completions", "drops-the-expected-version", "looks-nothing-up-after-a-crash"];
test.each(planted)("%s is caught, and the shortest prefix that shows it is found", { timeout: 2 * A_MINUTE }, async (name) => {
  const { plant } = findMutant(name);
  for (let seed = 1; seed <= 100; seed += 1) {
    const [broken] = totalsOf(await runSeed(seed, { bugs: plant() })).broken;
    if (!broken) continue;
    const prefix = await findShortestPrefix(broken, { plant });
    expect(prefix.disturbances).toBeLessThanOrEqual(broken.disturbances);
    expect((await runSeed(seed, { bugs: plant(), maxFaults: prefix.disturbances })).violations[0]).toEqual(prefix.violation);
    return;
  }
  expect.unreachable("the mutant survived");
});

test("what several threads covered is added up", () => {
  const one = { "decide/a.ts": { "1:1 if": [2, 0], "2:1 if": [0, 0] } };
  const other = { "decide/a.ts": { "1:1 if": [0, 1], "2:1 if": [1, 0] } };
  expect(summariseBranches([one, other])).toEqual({ covered: 3, total: 4, missing: ["decide/a.ts:2:1 if, way 2"] });
});

test("the report is what a program can read", async () => {
  const totals = addTotals([
    {
      seeds: 2,
      events: 5,
      effects: 1,
      steps: 9,
      executions: { failed: 1 },
      faults: { crash: 3 },
      proof: NO_PROOF,
      broken: [{ seed: 4, disturbances: 7, violations: [{ invariant: "no effect twice", message: "m", step: 12 }] }],
    },
  ]);
  const branches = { covered: 1, total: 2, missing: ["x"] };
  const violation = { invariant: "no effect twice", message: "m", step: 6 };
  const report = { totals, branches, prefixes: [{ seed: 4, disturbances: 2, of: 7, violation }], drill: "takeover" as const, seconds: 1.5 };
  const json = JSON.parse(toJson(report)) as Record<string, unknown>;
  expect(json).toMatchObject({
    seeds: 2,
    events: 5,
    branches: { covered: 1, total: 2 },
    violations: [{ seed: 4, invariant: "no effect twice", message: "m", step: 6, prefix: 2, of: 7 }],
    takeOver: { regionsLost: 0, duplicateEffects: 1, splitBrains: 0 },
    seconds: 1.5,
  });
});

test("a long run tells how far it is, by tenths where nobody watches a terminal", () => {
  const lines: string[] = [];
  const tell = createProgress(40, { write: (text) => lines.push(text) });
  const ran = (count: number, broken: Totals["broken"] = []): Totals => ({ ...NO_TOTALS, seeds: count, broken });
  tell(ran(2));
  tell(ran(18, [{ seed: 9, disturbances: 1, violations: [] }]));
  tell(ran(1));
  tell(ran(19));
  expect(lines).toEqual(["sim: 20 of 40 seeds, 1 broken: 9\n", "sim: 40 of 40 seeds, 1 broken: 9\n"]);
});

test("a mistyped number is refused", () => {
  expect(parseOptions(["--seeds", "10", "--json"])).toMatchObject({ mode: "seeds", seeds: 10, json: true });
  expect(parseOptions(["--replay", "12", "--trace"])).toMatchObject({ mode: "replay", replay: 12, trace: true });
  expect(() => parseOptions(["--seeds", "many"])).toThrow("--seeds: expected a whole number, got many");
});
