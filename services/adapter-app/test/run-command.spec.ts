/** Given nodes and documents, when a document is run on them, then: done, waited for, refused, or failed with the reason. */
import { describe, expect, test } from "vitest";
import { runTask, type Given } from "./run.ts";

const NODE = "i-0000000000000001a";
const OTHER = "i-0000000000000002b";
const timed = { parameters: [{ name: "executionTimeout", default: "600" }, { name: "Mode" }] };
const given = (change: Partial<Given> & { readonly ssm?: object }): Given => ({
  operation: "run_command",
  resources: { instances: [NODE] },
  config: { ssmDocument: "Recover", parameters: { Mode: "full" } },
  seed: { ssm: { nodes: [{ id: NODE, tags: { Tier: "app" } }], documents: [{ name: "Recover", ...timed }], ...change.ssm } },
  ...change,
});
const script = (change: object) => ({ scripts: [{ id: "one", document: "Recover", ...change }] });

test("a document that ran leaves its exit code, its version, a pointer to its output, and no output", async () => {
  const config = { ssmDocument: "Recover", parameters: { Mode: "full" }, outputBucket: "dr-output" };
  const { closing } = await runTask(given({ config, ssm: script({ stdout: "password=hunter2" }) }));
  const { type, result } = closing();
  expect(type).toBe("TechnologyCompleted");
  const { commandId } = result.resources[0]!.externalIds;
  expect(result.resources[0]!.after).toEqual({
    status: "Success",
    statusDetails: "Success",
    exitCode: 0,
    document: "Recover",
    documentVersion: "1",
    output: `s3://dr-output/dr/${commandId}/`,
    settings: { ssmDocument: "task" },
  });
  expect(JSON.stringify(closing())).not.toContain("hunter2");
});

describe("trap: the delivery time-out is not the execution time-out", () => {
  test("a node that is offline when it is looked at is waited for, and nothing is sent", async () => {
    const config = { ssmDocument: "Recover", parameters: { Mode: "full" }, deliveryTimeoutSeconds: 60 };
    const offline = [{ id: NODE, online: false }];
    const { closing, world } = await runTask(given({ config, ssm: { nodes: offline }, deadlineSeconds: 600 }));
    expect(world.effects()).toEqual([]);
    expect(closing().failure).toMatchObject({ code: "task.timed_out", retryable: true });
    expect(closing().failure?.message).toContain("ConnectionLost, not Online");
  });

  test("a script that runs longer than its execution time-out fails, its effect stands, and it is not run again unasked", async () => {
    const config = { ssmDocument: "Recover", parameters: { Mode: "full" }, executionTimeoutSeconds: 60 };
    const { closing } = await runTask(given({ config, ssm: script({ seconds: 120 }) }));
    expect(closing().failure).toMatchObject({ code: "application.execution_timed_out", retryable: false });
    expect(closing().result.unaccounted?.map(({ resource, state }) => [resource, state])).toEqual([[NODE, "stands"]]);
  });
});

test("trap: a script that fails is a failure with its exit code, whatever SendCommand answered", async () => {
  const { closing, world } = await runTask(given({ ssm: script({ exitCode: 3 }) }));
  expect(closing().failure).toMatchObject({ code: "application.script_failed", retryable: false });
  expect(closing().failure?.message).toContain("exit code 3");
  expect(world.effects()).toEqual([`SendCommand ${NODE}`]);
});

test("what is declared rerunnable may be tried again", async () => {
  const config = { ssmDocument: "Recover", parameters: { Mode: "full" }, rerunnable: true };
  const { closing } = await runTask(given({ config, ssm: script({ exitCode: 3 }) }));
  expect(closing().failure).toMatchObject({ code: "application.script_failed", retryable: true });
});

test("trap: a node that was launched a moment ago is not registered yet: it is waited for, not refused", async () => {
  const { closing, world } = await runTask(given({ ssm: { nodes: [] }, deadlineSeconds: 300 }));
  expect(closing().failure).toMatchObject({ code: "task.timed_out", retryable: true });
  expect(closing().failure?.message).toContain("is not registered with Systems Manager");
  expect(world.effects()).toEqual([]);
});

describe("trap: tags that match nothing are an error, though Run Command calls them a success", () => {
  const targets = { targets: [{ tag: "Tier", values: ["nobody"] }] };
  test("no node", async () => {
    const { closing, world } = await runTask(given({ resources: targets }));
    expect(closing().failure).toMatchObject({ code: "application.no_node_matches", retryable: false });
    expect(world.effects()).toEqual([]);
  });

  test("two nodes, of which one fails: the task fails and tells the result of each", async () => {
    const nodes = [NODE, OTHER].map((id) => ({ id, tags: { Tier: "app" } }));
    const ssm = { nodes, ...script({ exitCode: 4, node: OTHER }) };
    const { closing } = await runTask(given({ resources: { targets: [{ tag: "Tier", values: ["app"] }] }, ssm }));
    expect(closing().failure).toMatchObject({
      code: "application.script_failed",
      retryable: false,
      details: { failed: 1, of: 2, instances: { [NODE]: { status: "Success" }, [OTHER]: { status: "Failed" } } },
    });
  });
});

test.each([
  ["a document that is not there", { config: { ssmDocument: "Nobody" } }, "aws.invalid"],
  ["no document", { config: {} }, "application.document_missing"],
  [
    "a parameter that the document has not",
    { config: { ssmDocument: "Recover", parameters: { Mode: "a", Colour: "b" } } },
    "application.unknown_parameter",
  ],
  ["a parameter that is missing", { config: { ssmDocument: "Recover" } }, "application.missing_parameter"],
  [
    "an automation",
    { config: { ssmDocument: "Runbook" }, ssm: { documents: [{ name: "Runbook", type: "Automation" }] } },
    "application.wrong_document_type",
  ],
  [
    "a document for Windows",
    { config: { ssmDocument: "Win" }, ssm: { documents: [{ name: "Win", platforms: ["Windows"] }] } },
    "application.wrong_platform",
  ],
  ["an ARN of another kind", { resources: { instances: ["arn:aws:rds:us-east-1:123456789012:db:orders"] } }, "task.invalid_input"],
  ["instances and tags at once", { resources: { instances: [NODE], targets: [{ tag: "a", values: ["b"] }] } }, "task.invalid_input"],
] as const)("refused before anything is sent: %s", async (_name, change, code) => {
  const { closing, world } = await runTask(given(change));
  expect(closing().failure).toMatchObject({ code, retryable: false });
  expect(world.effects()).toEqual([]);
});

test("a drill does not run a document that is not declared drillSafe, and says what it would run", async () => {
  const { closing, world } = await runTask(given({ executionType: "drill" }));
  expect(closing().result.resources[0]).toMatchObject({ outcome: "skipped_in_drill", after: { wouldRun: "Recover", on: NODE } });
  expect(world.effects()).toEqual([]);
});

test("a drill runs a document that is declared drillSafe", async () => {
  const config = { ssmDocument: "Recover", parameters: { Mode: "full" }, drillSafe: true };
  const { closing, world } = await runTask(given({ executionType: "drill", config }));
  expect(closing().result.resources[0]?.outcome).toBe("completed");
  expect(world.effects()).toEqual([`SendCommand ${NODE}`]);
});

test("without a declared way back a rollback refuses, and the result says that it cannot be taken back", async () => {
  const { closing, again, operationId } = await runTask(given({}));
  expect(closing().result.reversible).toBe(false);
  await again({ type: "TechnologyRollbackRequested", undoes: operationId });
  expect(closing().failure).toMatchObject({ code: "application.no_way_back", retryable: false });
});

test("an ARN tells the Region", async () => {
  const arn = `arn:aws:ec2:eu-west-1:123456789012:instance/${NODE}`;
  const ssm = { nodes: [{ id: NODE, region: "eu-west-1" }], documents: [{ name: "Recover", region: "eu-west-1", ...timed }] };
  const { closing } = await runTask(given({ resources: { instances: [arn] }, ssm }));
  expect(closing().type).toBe("TechnologyCompleted");
});
