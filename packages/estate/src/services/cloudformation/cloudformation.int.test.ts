// The simulated CloudFormation through the real client: what a change set tells, what is then made, and what goes back when it fails.
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { expect, test } from "vitest";
import { createTestEstate } from "../../testing/index.ts";

const vpc = (CidrBlock: string) => ({ Type: "AWS::EC2::VPC", Properties: { CidrBlock } });
const subnet = (AvailabilityZone: string) => ({ Type: "AWS::EC2::Subnet", Properties: { CidrBlock: "10.0.0.0/24", AvailabilityZone } });
const body = (Resources: object): string => JSON.stringify({ Resources });

function given() {
  const { clock, estate, sdkConfig } = createTestEstate();
  const client = new CloudFormationClient({ ...sdkConfig("us-east-1"), maxAttempts: 1 });
  const propose = async (StackName: string, ChangeSetName: string, resources: object, ChangeSetType: "CREATE" | "UPDATE" = "CREATE") => {
    await client.send(new CreateChangeSetCommand({ StackName, ChangeSetName, ChangeSetType, TemplateBody: body(resources) }));
    clock.pass(20);
    return client.send(new DescribeChangeSetCommand({ StackName, ChangeSetName }));
  };
  const execute = (StackName: string, ChangeSetName: string) => client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName }));
  const statusOf = async (StackName: string) =>
    (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackStatus ?? "";
  return { clock, estate, client, propose, execute, statusOf };
}

test("a change set makes a stack for review alone; executed, it makes what it told", async () => {
  const { clock, client, propose, execute, statusOf } = given();
  const { Status, ExecutionStatus, Changes } = await propose("net", "one", { Vpc: vpc("10.0.0.0/16"), A: subnet("us-east-1a") });
  expect([Status, ExecutionStatus, await statusOf("net")]).toEqual(["CREATE_COMPLETE", "AVAILABLE", "REVIEW_IN_PROGRESS"]);
  expect(Changes?.map(({ ResourceChange: change }) => [change?.Action, change?.LogicalResourceId])).toEqual([
    ["Add", "Vpc"],
    ["Add", "A"],
  ]);
  await execute("net", "one");
  expect(await statusOf("net")).toBe("CREATE_IN_PROGRESS");
  clock.pass(100);
  expect(await statusOf("net")).toBe("CREATE_COMPLETE");
  const { StackResourceSummaries } = await client.send(new ListStackResourcesCommand({ StackName: "net" }));
  expect(
    StackResourceSummaries?.map(({ PhysicalResourceId, ResourceStatus }) => [PhysicalResourceId?.split("-")[0], ResourceStatus]),
  ).toEqual([
    ["vpc", "CREATE_COMPLETE"],
    ["subnet", "CREATE_COMPLETE"],
  ]);
});

test("resources come a hundred on a page", async () => {
  const { clock, client, propose, execute } = given();
  await propose("net", "one", Object.fromEntries(Array.from({ length: 120 }, (_none, index) => [`A${index}`, subnet("us-east-1a")])));
  await execute("net", "one");
  clock.pass(100);
  const first = await client.send(new ListStackResourcesCommand({ StackName: "net" }));
  const second = await client.send(new ListStackResourcesCommand({ StackName: "net", NextToken: first.NextToken }));
  expect([first, second].map(({ StackResourceSummaries: all, NextToken }) => [all?.length, NextToken === undefined])).toEqual([
    [100, false],
    [20, true],
  ]);
});

test("an update tells what it replaces and what it removes, and one without changes fails", async () => {
  const { clock, propose, execute } = given();
  await propose("net", "one", { Vpc: vpc("10.0.0.0/16"), A: subnet("us-east-1a") });
  await execute("net", "one");
  clock.pass(100);
  const { Changes } = await propose("net", "two", { Vpc: vpc("10.9.0.0/16") }, "UPDATE");
  expect(Changes?.map(({ ResourceChange: change }) => [change?.Action, change?.LogicalResourceId, change?.Replacement])).toEqual([
    ["Modify", "Vpc", "True"],
    ["Remove", "A", undefined],
  ]);
  const same = await propose("net", "three", { Vpc: vpc("10.0.0.0/16"), A: subnet("us-east-1a") }, "UPDATE");
  expect([same.Status, same.StatusReason]).toEqual(["FAILED", expect.stringContaining("didn't contain changes")]);
});

test("what fails goes back: a new stack can then only be deleted, a changed one is as before", async () => {
  const { clock, client, propose, execute, statusOf } = given();
  await propose("net", "one", { A: subnet("eu-west-1a") });
  await execute("net", "one");
  clock.pass(100);
  expect(await statusOf("net")).toBe("ROLLBACK_COMPLETE");
  const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName: "net" }));
  expect(StackEvents?.[0]).toMatchObject({ LogicalResourceId: "A", ResourceStatus: "CREATE_FAILED" });
  await expect(propose("net", "two", { A: subnet("us-east-1a") }, "UPDATE")).rejects.toThrow("ROLLBACK_COMPLETE");
  await client.send(new DeleteStackCommand({ StackName: "net" }));
  clock.pass(70);
  await expect(statusOf("net")).rejects.toThrow("does not exist");
  await propose("net", "one", { A: subnet("us-east-1a") });
  await execute("net", "one");
  clock.pass(100);
  await client.send(new UpdateStackCommand({ StackName: "net", TemplateBody: body({ A: subnet("eu-west-1b") }) }));
  clock.pass(100);
  expect([await statusOf("net"), (await client.send(new GetTemplateCommand({ StackName: "net" }))).TemplateBody]).toEqual([
    "UPDATE_ROLLBACK_COMPLETE",
    body({ A: subnet("us-east-1a") }),
  ]);
});

test("deleting twice is one deletion, and deleting nothing a success", async () => {
  const { estate, client, propose, execute } = given();
  await propose("net", "one", { Vpc: vpc("10.0.0.0/16") });
  await execute("net", "one");
  for (const StackName of ["net", "net", "nobody"]) await client.send(new DeleteStackCommand({ StackName }));
  expect(estate.state().cloudformation.stacks.map(({ name, status }) => [name, status])).toEqual([["net", "DELETE_IN_PROGRESS"]]);
});
