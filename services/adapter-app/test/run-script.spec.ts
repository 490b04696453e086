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

const BUCKET = "dr-recovery-scripts-123456789012";
const inS3 = { source: `s3://${BUCKET}/billing/recover.sh`, version: "3HL4kqtJlcpXroDTDmJrmSpXd3dIbrHY", sha256 };
const withS3 = {
  ...seed,
  s3: { buckets: [{ name: BUCKET }], objects: [{ bucket: BUCKET, key: "billing/recover.sh", text: TEXT, versionId: inS3.version }] },
};

test("a script of S3 runs by its version, with its own text", async () => {
  const { closing, world } = await runTask(given({ seed: withS3, config: { script: inS3 } }));
  expect(closing().result.resources[0]?.after).toMatchObject({ settings: { script: `${inS3.source}:${inS3.version}` } });
  expect(world.estate.effects({ action: "SendCommand" }).map(({ request }) => request)).toEqual([
    expect.objectContaining({ Parameters: { commands: ["export DR_MODE=recovery", TEXT] } }),
  ]);
});

const inStore = (text: string) => ({
  config: { script: { ...script, sha256: createHash("sha256").update(text).digest("hex") } },
  seed: { ssm: { ...seed.ssm, parameters: [{ name: PLACE, value: text }] } },
});

test.each(["#!/bin/bash", "#!/usr/bin/env bash", "#!/bin/sh -eu", "#! /bin/ksh"])(
  "trap: %s stays the first line, or the agent would take sh for it",
  async (first) => {
    const { world } = await runTask(given(inStore(`${first}\n[[ -e /tmp ]]\nsystemctl start billing`)));
    expect(world.estate.effects({ action: "SendCommand" }).map(({ request }) => request)).toEqual([
      expect.objectContaining({ Parameters: { commands: [first, "export DR_MODE=recovery", "[[ -e /tmp ]]\nsystemctl start billing"] } }),
    ]);
  },
);

test("a script for something else than a shell is refused: it could not be told its mode", async () => {
  const { closing, world } = await runTask(given(inStore("#!/usr/bin/env python3\nprint(1)")));
  expect([closing().failure?.code, world.effects()]).toEqual(["application.script_interpreter", []]);
});

test.each([
  ["trap: an object that was changed", { ...inS3, sha256: "0".repeat(64) }, "application.script_changed"],
  ["trap: another version of the object", { ...inS3, version: "not-the-version" }, "application.script_missing"],
  ["an object that is not there", { ...inS3, source: `${inS3.source}.old` }, "application.script_missing"],
  ["a bucket of somebody else", { ...inS3, source: "s3://scripts/recover.sh" }, "task.invalid_input"],
  ["an object without its version", { source: inS3.source, sha256 }, "task.invalid_input"],
])("%s is refused, and nothing is sent", async (_name, which, code) => {
  const { closing, world } = await runTask(given({ seed: withS3, config: { script: which } }));
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
