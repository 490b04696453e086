/** Given one server that two executions name differently, then: it is launched once, and the other one hears who is at it. */
import { toRegistryEntry } from "@dr/adapter-kit";
import { declaredResources, parseReference } from "@dr/events";
import { expect, test } from "vitest";
import { manifest } from "../manifest.ts";
import { drsAdapter } from "../src/adapter.ts";
import { closing, given, recover, SERVER } from "./given-servers.ts";

const server = { id: SERVER, awsInstanceId: "i-0000000000000000a" };
const spellings = [
  server.id,
  server.awsInstanceId,
  `arn:aws:drs:us-west-2:123456789012:source-server/${SERVER}`,
  `arn:aws:ec2:us-east-1:123456789012:instance/${server.awsInstanceId}`,
];

test.each(spellings.flatMap((first) => spellings.map((second) => [first, second] as const)))(
  "%s and %s are one server to two executions that run at once",
  async (first, second) => {
    const { run, world } = given({ servers: [server] });
    const ask = (executionId: string, name: string) =>
      run.request({ executionId, deadlineSeconds: 5_400, task: { resources: { sourceServers: [name] } } });
    const one = ask("exec-1", first);
    const other = ask("exec-2", second);
    await run.run();
    expect(world.effects()).toEqual([`StartRecovery ${SERVER}`]);
    expect([run.outcomeOf(one), run.outcomeOf(other)]).toEqual(["TechnologyCompleted", "TechnologyFailed task.resource_taken"]);
    const { failure } = run.facts().find(({ data, type }) => type === "TechnologyFailed" && data["operationId"] === other)!
      .data as unknown as { failure: object };
    expect(failure).toMatchObject({
      message: `${second}: it is drs-source-server:::s-00000000000000001, on which task w1-task of execution exec-1 is at work, since 2026-11-23T04:00:00.000Z, until 2026-11-23T05:30:00.000Z at the latest; redrive this execution when that one is over, or end it first: PUT /executions/exec-1/cancel`,
      retryable: false,
    });
  },
);

test("a point in time is that of the server, however both name it", async () => {
  const run = await recover({
    servers: [server],
    resources: { sourceServers: [spellings[2]] },
    config: { pointsInTime: { [SERVER]: "2020-01-01T00:00:00Z" } },
  });
  expect(closing(run).failure?.code).toBe("drs.not_recoverable");
});

test("a server that the ARN says is in another Region is not found, and the Region is told", async () => {
  const arn = spellings[2]!.replace("us-west-2", "eu-west-1").replace(SERVER, "s-00000000000000009");
  const { failure } = closing(await recover({ servers: [server], resources: { sourceServers: [arn] } }));
  expect(failure).toMatchObject({ code: "drs.server_not_found", message: expect.stringContaining("say config.region: eu-west-1") });
});

const { operations } = toRegistryEntry(manifest);
test.each(operations.filter(({ resourcesSchema }) => JSON.stringify(resourcesSchema).includes('"sourceServers"')))(
  "$name takes an ARN, and tells the account that it is in: another's is refused without target",
  ({ name, ...schemas }) => {
    const resources = { sourceServers: spellings };
    expect(drsAdapter.operations[name]?.resources.safeParse(resources).success).toBe(true);
    const named = declaredResources(schemas, { resources, config: {} }, { account: "", region: "" });
    const accounts = named.map(({ use, reference }) => [use, parseReference(reference)?.account]);
    expect(accounts).toEqual(
      ["", "", "123456789012", "123456789012"].map((account) => [expect.stringMatching(/^(?:acts|reads)$/), account]),
    );
  },
);
