/** Commands and functions for databases outside AWS, with the real clients on the simulated estate. */
import { connectedThrough } from "@dr/adapter-kit";
import { createTestEstate } from "@dr/estate/testing";
import { expect, test } from "vitest";
import { createOnPremisesPort } from "../src/on-premises-client.ts";

const NODE = "mi-0123456789abcdef0";

function given(stdout: string, exitCode = 0) {
  const { estate, clock, sdkConfig } = createTestEstate();
  estate.seed({
    ssm: { nodes: [{ id: NODE }], scripts: [{ id: "status", contains: "status", stdout, exitCode, seconds: 1 }] },
    lambda: { functions: [{ name: "db-recovery-billing" }] },
  });
  const { requestHandler, credentials } = sdkConfig("us-east-1");
  const env = connectedThrough({ AWS_REGION: "us-east-1" }, { requestHandler, credentials, readAttempts: 1 });
  const port = createOnPremisesPort(env, "us-east-1", async (milliseconds) => clock.pass(milliseconds / 1000));
  return { estate, port };
}
const command = { node: NODE, document: "AWS-RunShellScript", command: "status", comment: "dr status" };

test("a question is answered with what the command printed, and asked once", async () => {
  const { estate, port } = given('{"primary":"a"}');
  expect(await port.askNode(command)).toBe('{"primary":"a"}');
  expect(estate.effects({ action: "SendCommand" })).toHaveLength(1);
});

test("a command that fails is told with its exit code, and may be asked again", async () => {
  const { port } = given("", 3);
  await expect(port.askNode(command)).rejects.toMatchObject({ code: "database.command_failed", retryable: true });
});
