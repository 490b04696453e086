/** Commands and functions for databases outside AWS, with the real clients on the simulated estate: a question is asked at one look and answered at a later one. */
import { connectedThrough, createQueryFunction } from "@dr/adapter-kit";
import { createTestEstate } from "@dr/estate/testing";
import { expect, test } from "vitest";
import { databaseAdapter } from "../src/adapter.ts";
import { createOnPremisesPort } from "../src/on-premises-client.ts";
import { askNode } from "../src/on-premises/ask-node.ts";

const NODE = "mi-0123456789abcdef0";

function given(stdout: string, exitCode = 0) {
  const { estate, clock, sdkConfig } = createTestEstate();
  estate.seed({ ssm: { nodes: [{ id: NODE }], scripts: [{ id: "status", contains: "status", stdout, exitCode, seconds: 1 }] } });
  const { requestHandler, credentials } = sdkConfig("us-east-1");
  const port = createOnPremisesPort(
    connectedThrough({ AWS_REGION: "us-east-1" }, { requestHandler, credentials, readAttempts: 1 }),
    "us-east-1",
  );
  const look = (more: object = {}) => askNode(port, { ...command, ...more }, new Date(clock.now()).toISOString());
  return { estate, look, pass: clock.pass, sent: () => estate.effects({ action: "SendCommand" }).length };
}
const command = { node: NODE, document: "AWS-RunShellScript", command: "status", comment: "dr status" };

test("the first look asks and waits for nothing; the next one has the answer, and when it was asked for", async () => {
  const { look, pass, sent } = given('{"primary":"a"}');
  await expect(look()).rejects.toMatchObject({ code: "database.no_answer", retryable: true });
  expect(sent()).toBe(1);
  pass(10);
  const { stdout, askedAt } = await look();
  expect(stdout).toBe('{"primary":"a"}');
  expect(askedAt).toBe("2026-11-23T04:00:00.000Z");
  // And the question for the look after it is on its way.
  expect(sent()).toBe(2);
});

test("while a question is under way no other is sent, and the answer before it counts", async () => {
  const { look, pass, sent } = given("fine");
  await look().catch(() => undefined);
  pass(10);
  await look();
  expect((await look()).stdout).toBe("fine");
  expect(sent()).toBe(2);
});

test("an answer of two minutes ago says nothing of today", async () => {
  const { look, pass, sent } = given("fine");
  await look().catch(() => undefined);
  pass(121);
  await expect(look()).rejects.toMatchObject({ code: "database.no_answer" });
  expect(sent()).toBe(2);
});

test("another question on the same node is no answer to this one", async () => {
  const { look, pass } = given("fine");
  await look({ comment: "dr status other" }).catch(() => undefined);
  pass(10);
  await expect(look()).rejects.toMatchObject({ code: "database.no_answer" });
});

test("a status word that nobody knows is a command that runs", async () => {
  const { estate, look, pass } = given("fine");
  await look().catch(() => undefined);
  pass(10);
  estate.faults.add({ kind: "unknown-enum", action: "GetCommandInvocation", times: 1 });
  await expect(look()).rejects.toMatchObject({ code: "database.no_answer" });
  expect((await look()).stdout).toBe("fine");
});

test("a command that fails is told with its exit code, and is asked again", async () => {
  const { look, pass, sent } = given("", 3);
  await look().catch(() => undefined);
  pass(10);
  await expect(look()).rejects.toMatchObject({
    code: "database.command_failed",
    message: expect.stringContaining("exit code 3") as string,
    retryable: true,
  });
  expect(sent()).toBe(2);
});

test("who answers questions and may run no command says so, and that it passes; nothing is held against the database", async () => {
  const { estate, sdkConfig } = createTestEstate();
  estate.seed({ ssm: { nodes: [{ id: NODE }] } });
  estate.faults.add({ kind: "error-before", action: "SendCommand", code: "AccessDeniedException", times: 9 });
  const { requestHandler, credentials } = sdkConfig("us-east-1");
  const env = connectedThrough({ AWS_REGION: "us-east-1" }, { requestHandler, credentials, readAttempts: 1 });
  const resources = { databases: [{ name: "billing", node: NODE, target: "pg-2" }] };
  const input = { operation: "on_premises_failover", resources, config: { preset: "patroni" }, executionType: "recovery", mode: "planned" };
  const answer = await createQueryFunction(databaseAdapter, env)({ query: "readiness", input }, {});
  expect(answer).toMatchObject({
    ok: true,
    value: { ready: false, checks: [{ resource: "billing", code: "database.only_the_task_looks", passing: true }] },
  });
});
