/** Given one server that two executions name differently, then: it is launched once, and the other one hears who is at it. */
import { expect, test } from "vitest";
import { given, SERVER } from "./given-servers.ts";

const server = { id: SERVER, awsInstanceId: "i-0000000000000000a" };
const spellings = [server.id, server.awsInstanceId];

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
