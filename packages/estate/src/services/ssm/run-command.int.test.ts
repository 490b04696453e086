// Run Command and Automation over the real client.
import {
  CancelCommandCommand,
  DescribeInstanceInformationCommand,
  GetAutomationExecutionCommand,
  GetCommandInvocationCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SendAutomationSignalCommand,
  SendCommandCommand,
  SSMClient,
  StartAutomationExecutionCommand,
} from "@aws-sdk/client-ssm";
import { describe, expect, test } from "vitest";
import { failureOf } from "../../testing/failure-of.ts";
import { createTestEstate } from "../../testing/test-estate.ts";
import type { SsmSeed } from "./seed.ts";

const ONE = "i-0000000000000001a";
const TWO = "mi-0000000000000002b";

const open = (seed: SsmSeed = {}) => {
  const fixture = createTestEstate();
  fixture.estate.seed({
    ssm: {
      nodes: [
        { id: ONE, tags: { tier: "web" } },
        { id: TWO, platform: "Windows" },
      ],
      ...seed,
    },
  });
  const client = new SSMClient({ ...fixture.sdkConfig(), maxAttempts: 1 });
  const send = async (commands: string[], InstanceIds = [ONE]) =>
    (
      await client.send(
        new SendCommandCommand({ DocumentName: "AWS-RunShellScript", InstanceIds, Parameters: { commands }, Comment: "op-1" }),
      )
    ).Command?.CommandId ?? "";
  const invocation = (CommandId: string, InstanceId = ONE) => client.send(new GetCommandInvocationCommand({ CommandId, InstanceId }));
  return { ...fixture, client, send, invocation };
};

describe("a command", () => {
  test("is unknown at first, runs, and ends with its output", async () => {
    const { clock, send, invocation } = open({ scripts: [{ id: "a", contains: "check", stdout: "all well", seconds: 30 }] });
    const id = await send(["check"]);
    expect(await failureOf(invocation(id))).toMatchObject({ name: "InvocationDoesNotExist" });
    clock.pass(5);
    expect(await invocation(id)).toMatchObject({
      Status: "InProgress",
      StatusDetails: "InProgress",
      ResponseCode: -1,
      StandardOutputContent: "",
    });
    clock.pass(30);
    expect(await invocation(id)).toMatchObject({ Status: "Success", ResponseCode: 0, StandardOutputContent: "all well", Comment: "op-1" });
  });

  test("fails with the exit code of its last line, on the node where it does", async () => {
    const { clock, client, send, invocation } = open({ scripts: [{ id: "a", node: TWO, exitCode: 0, stdout: "fine" }] });
    const id = await send(["stop app", "exit 3"], [ONE, TWO]);
    clock.pass(60);
    expect(await invocation(id)).toMatchObject({ Status: "Failed", StatusDetails: "Failed", ResponseCode: 3 });
    expect(await invocation(id, TWO)).toMatchObject({ Status: "Success", StandardOutputContent: "fine" });
    const { Commands } = await client.send(new ListCommandsCommand({ CommandId: id }));
    expect(Commands?.[0]).toMatchObject({ Status: "Failed", TargetCount: 2, CompletedCount: 2, ErrorCount: 1, Comment: "op-1" });
    const { CommandInvocations } = await client.send(new ListCommandInvocationsCommand({ CommandId: id }));
    expect(CommandInvocations?.map(({ InstanceId, Status }) => [InstanceId, Status])).toEqual([
      [ONE, "Failed"],
      [TWO, "Success"],
    ]);
  });

  test("that runs too long times out, one that cannot be delivered is delayed and times out", async () => {
    const { clock, client, invocation } = open({ scripts: [{ id: "a", seconds: 500 }], nodes: [{ id: ONE }, { id: TWO, online: false }] });
    const send = async (InstanceId: string) =>
      (
        await client.send(
          new SendCommandCommand({
            DocumentName: "AWS-RunShellScript",
            InstanceIds: [InstanceId],
            Parameters: { commands: ["x"], executionTimeout: ["100"] },
            TimeoutSeconds: 60,
          }),
        )
      ).Command?.CommandId ?? "";
    const [slow, lost] = [await send(ONE), await send(TWO)];
    clock.pass(20);
    expect((await invocation(lost, TWO)).Status).toBe("Delayed");
    clock.pass(100);
    expect(await invocation(slow)).toMatchObject({ Status: "TimedOut", StatusDetails: "Execution Timed Out" });
    expect(await invocation(lost, TWO)).toMatchObject({ Status: "TimedOut", StatusDetails: "Delivery Timed Out", ResponseCode: -1 });
  });

  test("sent twice runs twice; cancelled, it stops", async () => {
    const { estate, clock, client, send, invocation } = open({ scripts: [{ id: "a", seconds: 100 }] });
    const [first, second] = [await send(["x"]), await send(["x"])];
    expect(first).not.toBe(second);
    expect(estate.effects({ action: "SendCommand", resource: ONE })).toHaveLength(2);
    clock.pass(10);
    await client.send(new CancelCommandCommand({ CommandId: first }));
    expect((await invocation(first)).Status).toBe("Cancelling");
    clock.pass(5);
    expect((await invocation(first)).Status).toBe("Cancelled");
    clock.pass(100);
    expect([(await invocation(first)).Status, (await invocation(second)).Status]).toEqual(["Cancelled", "Success"]);
  });

  test("is sent to the nodes with a tag; with none it succeeds and has done nothing", async () => {
    const { client } = open();
    const to = async (value: string) =>
      (await client.send(new SendCommandCommand({ DocumentName: "AWS-RunShellScript", Targets: [{ Key: "tag:tier", Values: [value] }] })))
        .Command;
    expect(await to("web")).toMatchObject({ Status: "Pending", TargetCount: 1 });
    expect(await to("nobody")).toMatchObject({ Status: "Success", TargetCount: 0 });
  });

  test("is refused for unknown nodes and documents", async () => {
    const { client, estate } = open();
    const send = (DocumentName: string, id: string) => failureOf(client.send(new SendCommandCommand({ DocumentName, InstanceIds: [id] })));
    expect(await send("AWS-RunShellScript", "i-0000000000000009z")).toMatchObject({ name: "InvalidInstanceId" });
    expect(await send("nobody", ONE)).toMatchObject({ name: "InvalidDocument" });
    expect(estate.effects().map(({ outcome }) => outcome)).toEqual(["rejected", "rejected"]);
  });
});

test("nodes are described by id and ping", async () => {
  const { client } = open({ nodes: [{ id: ONE }, { id: TWO, platform: "Windows", online: false }] });
  const { InstanceInformationList } = await client.send(
    new DescribeInstanceInformationCommand({ Filters: [{ Key: "InstanceIds", Values: [TWO, "i-0000000000000009z"] }] }),
  );
  expect(InstanceInformationList?.map(({ InstanceId, PingStatus, PlatformType }) => [InstanceId, PingStatus, PlatformType])).toEqual([
    [TWO, "ConnectionLost", "Windows"],
  ]);
});

describe("an automation", () => {
  const token = "11111111-1111-4111-8111-111111111111";

  test("waits for its approval, then works and shows its outputs", async () => {
    const { clock, client } = open({ automations: [{ document: "Move", needsApproval: true, seconds: 60, outputs: { "a.b": ["c"] } }] });
    const start = async () =>
      (await client.send(new StartAutomationExecutionCommand({ DocumentName: "Move", ClientToken: token }))).AutomationExecutionId ?? "";
    const id = await start();
    expect(await start()).toBe(id);
    const read = async () => (await client.send(new GetAutomationExecutionCommand({ AutomationExecutionId: id }))).AutomationExecution;
    expect((await read())?.AutomationExecutionStatus).toBe("Waiting");
    await client.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: "Approve" }));
    expect((await read())?.AutomationExecutionStatus).toBe("InProgress");
    clock.pass(60);
    expect(await read()).toMatchObject({ AutomationExecutionStatus: "Success", Outputs: { "a.b": ["c"] } });
  });

  test("of an unknown document is refused", async () => {
    const { client } = open();
    expect(await failureOf(client.send(new StartAutomationExecutionCommand({ DocumentName: "Nobody" })))).toMatchObject({
      name: "AutomationDefinitionNotFoundException",
    });
  });
});
