// Groups over the real client.
import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeScalingActivitiesCommand,
  SetDesiredCapacityCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { failureOf } from "../../testing/failure-of.ts";
import { createTestEstate } from "../../testing/test-estate.ts";

const open = () => {
  const fixture = createTestEstate();
  fixture.estate.seed({ autoscaling: { groups: [{ name: "web", desired: 1, max: 4 }] } });
  const client = new AutoScalingClient({ ...fixture.sdkConfig(), maxAttempts: 1 });
  const states = async (name = "web") => {
    const { AutoScalingGroups } = await client.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }));
    return AutoScalingGroups?.[0]?.Instances?.map(({ LifecycleState }) => LifecycleState);
  };
  return { ...fixture, client, states };
};

test("a group grows and shrinks in time", async () => {
  const { client, clock, states } = open();
  await client.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: "web", MinSize: 1, MaxSize: 4, DesiredCapacity: 3 }));
  expect(await states()).toEqual(["InService", "Pending", "Pending"]);
  clock.pass(180);
  expect(await states()).toEqual(["InService", "InService", "InService"]);
  await client.send(new SetDesiredCapacityCommand({ AutoScalingGroupName: "web", DesiredCapacity: 1 }));
  expect(await states()).toEqual(["InService", "Terminating", "Terminating"]);
  clock.pass(120);
  expect(await states()).toEqual(["InService"]);
});

test("capacity outside the bounds is refused; an unknown group is missing from the list", async () => {
  const { client, states } = open();
  expect(await failureOf(client.send(new SetDesiredCapacityCommand({ AutoScalingGroupName: "web", DesiredCapacity: 5 })))).toMatchObject({
    name: "ValidationError",
  });
  expect(await states("nobody")).toBeUndefined();
});

test("a launch that fails is told by an activity, and leaves no instance", async () => {
  const { estate, client, clock, states } = open();
  estate.faults.add({ kind: "launch-failed", resource: "web", times: 1 });
  await client.send(new SetDesiredCapacityCommand({ AutoScalingGroupName: "web", DesiredCapacity: 2 }));
  clock.pass(180);
  expect(await states()).toEqual(["InService"]);
  const { Activities } = await client.send(new DescribeScalingActivitiesCommand({ AutoScalingGroupName: "web" }));
  expect(Activities?.map(({ StatusCode, StatusMessage }) => [StatusCode, StatusMessage])).toEqual([
    ["Failed", "We currently do not have sufficient capacity (simulated)."],
  ]);
});
