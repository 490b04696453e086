/** The lag gate over 200 series: every verdict right, and the loss that is recorded is that of the moment, within a poll. */
import { expect, test } from "vitest";
import { fitLag, type SqlContext, type SqlFacts } from "../src/group.ts";
import { given } from "./given.ts";
import { productionGroup } from "./sql-world.ts";

const POLL_SECONDS = 5;

test("200 series: pass, wait or refuse, unknown, left out", () => {
  const wrong: string[] = [];
  for (let index = 0; index < 200; index += 1) {
    const limit = 10 + (index % 50);
    const lagSeconds = index % 5 === 0 ? null : (index * 37) % 100;
    const mode = index % 2 === 0 ? "planned" : "unplanned";
    const validationChecks = index % 7 !== 0;
    // The slowest of two databases counts, and one that nobody knows makes it unknown.
    const databases = [lagSeconds, index % 11 === 0 ? null : 0].map((lag) => ({ replica: "SQL-DR-01", lagSeconds: lag }));
    const facts = { target: "sql-dr-01", group: { databases }, onPrimary: null } as unknown as SqlFacts;
    const context = { config: { syncLagThreshold: limit, validationChecks }, mode, executionType: "recovery" } as unknown as SqlContext;
    const told = fitLag(facts, context).map(({ code, severity, passing }) => `${code} ${severity}${passing ? " passing" : ""}`);
    const isUnknown = lagSeconds === null || index % 11 === 0;
    const verdict = isUnknown
      ? [mode === "planned" ? "sql.lag_unknown block passing" : "sql.lag_unknown warn"]
      : lagSeconds <= limit
        ? []
        : [mode === "planned" ? "sql.lag_exceeded block passing" : "sql.lag_exceeded block"];
    const expected = validationChecks ? verdict : [];
    if (JSON.stringify(told) !== JSON.stringify(expected)) wrong.push(`${index}: ${told.join()} instead of ${expected.join()}`);
  }
  expect(wrong).toEqual([]);
});

test.each([0, 3, 17, 300])("a lag of %d s when the primary is lost is the loss that is told", async (lagSeconds) => {
  const { results, failure } = await given({
    seed: productionGroup({ lagSeconds }),
    mode: "unplanned",
    config: { allowDataLoss: true, oldPrimaryFenced: true },
    prepare: ({ estate }) => estate.faults.add({ kind: "region-down", region: "us-east-1" }),
  });
  expect(failure).toBeUndefined();
  const told = results["failover:ProductionAG"]!.rpo.seconds ?? -1;
  expect([told >= lagSeconds, told <= lagSeconds + POLL_SECONDS]).toEqual([true, true]);
});
