/** Given a script in Parameter Store, when it shall be run, then: the one that was reviewed runs, another one is refused before anything is sent. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { runTask, type Given } from "./run.ts";

const NODE = "i-0000000000000001a";
const PLACE = "/dr-orchestration/scripts/recover";
const TEXT = "systemctl start billing";
const sha256 = createHash("sha256").update(TEXT).digest("hex");
const script = { source: `ssm-param:${PLACE}`, version: 1, sha256 };
const seed = {
  ssm: {
    nodes: [{ id: NODE }],
    documents: [{ name: "AWS-RunShellScript", parameters: [{ name: "commands" }] }],
    parameters: [{ name: PLACE, value: TEXT }],
  },
};
const given = (more: Partial<Given> = {}): Given => ({
  operation: "run_script",
  resources: { instances: [NODE] },
  config: { script },
  seed,
  ...more,
});

test("the script runs, told in which mode, and the result says which version of it", async () => {
  const { closing, world, operationId, again } = await runTask(given({ config: { script, undoScript: script } }));
  expect(closing().result.resources[0]?.after).toMatchObject({
    document: "AWS-RunShellScript",
    settings: { script: `ssm-param:${PLACE}:1` },
  });
  expect(JSON.stringify(world.estate.effects({ outcome: "applied" }))).toContain("SendCommand");
  await again({ type: "TechnologyRollbackRequested", undoes: operationId });
  expect([closing().failure, world.effects().length]).toEqual([undefined, 2]);
});

test.each([
  ["trap: a script that was changed", { ...script, sha256: "0".repeat(64) }, "application.script_changed"],
  ["trap: another version", { ...script, version: 2 }, "application.script_changed"],
  ["a script that is not there", { ...script, source: `${script.source}-not` }, "application.script_missing"],
  ["trap: text instead of a reference", { ...script, source: "rm -rf /" }, "task.invalid_input"],
  ["a place that is not allowed", { ...script, source: "ssm-param:/somebody/elses" }, "task.invalid_input"],
])("%s is refused, and nothing is sent", async (_name, which, code) => {
  const { closing, world } = await runTask(given({ config: { script: which } }));
  expect([closing().failure?.code, world.effects()]).toEqual([code, []]);
});

test("a drill runs it only where it is declared safe, an unplanned execution always", async () => {
  expect((await runTask(given({ executionType: "drill" }))).world.effects()).toEqual([]);
  expect((await runTask(given({ executionType: "drill", config: { script, drillSafe: true } }))).world.effects()).toHaveLength(1);
  expect((await runTask(given({ mode: "unplanned" }))).world.effects()).toHaveLength(1);
  const { again, operationId, closing } = await runTask(given());
  await again({ type: "TechnologyRollbackRequested", undoes: operationId });
  expect(closing().failure?.code).toBe("application.no_way_back");
});
