/** Given defaults of an environment, when a document is run, then: the task's own words win, and the result says where each setting came from. */
import { expect, test } from "vitest";
import { runTask, type Given } from "./run.ts";

const NODE = "i-0000000000000001a";
const PATH = "/dr-orchestration/production/application";
const given = (more: Partial<Given>): Given => ({
  operation: "run_command",
  resources: { instances: [NODE] },
  environment: "production",
  seed: {
    ssm: {
      nodes: [{ id: NODE }],
      documents: [{ name: "OfTheEnvironment", parameters: [{ name: "ScriptsBucket" }] }, { name: "OfTheTask" }],
      // More than a page of them: a page of GetParametersByPath holds ten.
      parameters: [
        ...Array.from({ length: 12 }, (_, index) => ({ name: `${PATH}/a-${index}`, value: "x" })),
        { name: `${PATH}/ssm-document-name`, value: "OfTheEnvironment" },
        { name: `${PATH}/recovery-scripts-bucket`, value: "dr-recovery-scripts-123456789012" },
      ],
    },
  },
  ...more,
});

test("trap: defaults come in pages of ten; without its own document a task runs that of its environment", async () => {
  const { closing } = await runTask(given({}));
  expect(closing().result.resources[0]?.after).toMatchObject({
    document: "OfTheEnvironment",
    settings: { ssmDocument: `${PATH}/ssm-document-name`, scriptsBucket: `${PATH}/recovery-scripts-bucket` },
  });
});

test("the task's own words win: ssmDocument, scriptsBucket", async () => {
  const { closing } = await runTask(given({ config: { ssmDocument: "OfTheTask", scriptsBucket: "dr-recovery-scripts" } }));
  expect(closing().result.resources[0]?.after).toMatchObject({
    document: "OfTheTask",
    settings: { ssmDocument: "task", scriptsBucket: "task" },
  });
});

test("another environment has other defaults; what is missing is said with every place where it was looked for", async () => {
  const { closing, world } = await runTask(given({ environment: "staging" }));
  expect(closing().failure?.code).toBe("application.document_missing");
  expect(closing().failure?.message).toContain("the parameter /dr-orchestration/staging/application/ssm-document-name");
  expect(world.effects()).toEqual([]);
});

test("start and stop are the way back of each other", async () => {
  const config = { start: { ssmDocument: "OfTheTask" }, stop: { ssmDocument: "OfTheEnvironment", parameters: { ScriptsBucket: "x-y" } } };
  const { closing, again, operationId, world } = await runTask(given({ operation: "start_application", config }));
  expect(closing().result.resources[0]).toMatchObject({ outcome: "completed", reversible: true, after: { document: "OfTheTask" } });
  await again({ type: "TechnologyRollbackRequested", undoes: operationId });
  expect(closing().result.resources[0]?.after).toMatchObject({ document: "OfTheEnvironment" });
  expect(world.effects()).toHaveLength(2);
});

test("without a procedure nothing is stopped", async () => {
  const { closing } = await runTask(given({ operation: "stop_application", config: { start: { ssmDocument: "OfTheTask" } } }));
  expect(closing().failure).toMatchObject({ code: "application.procedure_missing", retryable: false });
});
