import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { planFrom, problemsOf, registry } from "../../test/plans.ts";
import { parsePlan } from "./parse-plan.ts";

const plans = new URL("../../../../plans/", import.meta.url);
const fixtures = new URL("../../test/fixtures/", import.meta.url);
const fixture = (name: string): string => readFileSync(new URL(name, fixtures), "utf8");

describe("the examples of the requirements", () => {
  test("the complete one: three waves in a row, a pause after the servers", () => {
    const { plan } = planFrom(readFileSync(new URL("enterprise-app-recovery-prod.yaml", plans), "utf8"));
    expect(plan.header).toMatchObject({ planId: "enterprise-app-recovery-prod", name: "Production Application Recovery" });
    expect(
      plan.waves.map(({ waveNumber, dependencies, pauseAfterWave, tasks }) => [waveNumber, dependencies, pauseAfterWave, tasks[0]?.taskId]),
    ).toEqual([
      [1, [], false, "w1-database"],
      [2, [1], true, "w2-drs"],
      [3, [2], false, "w3-infrastructure"],
    ]);
    expect(plan.waves[1]?.tasks[0]?.resources["enterpriseContext"]).toEqual({ parentExecutionId: "enterprise-exec-123", waveNumber: 2 });
  });

  test("waves as Parameter Store holds them: no operation, tag filters, a technology that is not deployed", () => {
    const result = parsePlan(fixture("parameter-store-waves.yaml"), {
      registry,
      planId: "enterprise-app-recovery",
      name: "Enterprise",
      resolvesTagFilters: true,
    });
    expect(result.ok ? [] : result.problems.map(({ code, path, line }) => [code, path, line])).toEqual([
      ["plan.unknown_technology", "waves[1].technologies[1].type", 43],
    ]);
    expect(result.warnings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "plan.default_operation waves[0].technologies[0].operation",
      "plan.tag_filters waves[0].technologies[0].resources.tagFilters",
      "plan.default_operation waves[1].technologies[0].operation",
      "plan.tag_filters waves[1].technologies[0].resources.tagFilters",
      "plan.no_effect waves[1].technologies[0].config.executionType",
    ]);
  });

  test("the DRS configuration beside its wave has no meaning in a plan and is named", () => {
    const { plan, warnings } = planFrom(fixture("drs-adapter-configuration.yaml"), { planId: "p", name: "P" });
    expect(plan.waves[0]).toMatchObject({
      waveNumber: 2,
      dependencies: [],
      pauseAfterWave: true,
      tasks: [{ taskId: "w2-drs", operation: "recovery", validation: { preExecutionChecks: true } }],
    });
    expect(warnings.map(({ code, path, line }) => [code, path, line])).toEqual([
      ["plan.unknown_field", "drs_adapter_config", 2],
      ["plan.no_effect", "waves[0].validation.preExecutionChecks", 29],
      ["plan.no_effect", "waves[0].validation.serverHealthValidation", 30],
      ["plan.no_effect", "waves[0].validation.networkConnectivityCheck", 31],
    ]);
  });

  test.each([
    ["sql-always-on.yaml", "sql_always_on", 5],
    ["netapp-ontap.yaml", "netapp_ontap", 5],
    ["s3-replication.yaml", "s3_replication", 5],
  ])("%s names a technology that is not deployed yet", (name, technology, line) => {
    expect(problemsOf(fixture(name), { planId: "p", name: "P" })).toEqual([
      {
        path: "waves[0].technology",
        line,
        column: 17,
        code: "plan.unknown_technology",
        message: `no adapter is registered for technology \`${technology}\``,
        expected: "one of database, drs, infrastructure",
      },
    ]);
  });
});
