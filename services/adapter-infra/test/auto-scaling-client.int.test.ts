/** The Auto Scaling port with the real SDK client: how the instances of a group are counted. */
import { recorderOfTest, type AwsRecorder } from "@dr/adapter-kit/testing";
import { expect, test } from "vitest";
import { createInfraClients } from "../src/infra-client.ts";

let recorder: AwsRecorder | undefined;

const member = (state: string, weight = "", health = "Healthy"): string =>
  `<member><InstanceId>i-1</InstanceId><AvailabilityZone>us-east-1a</AvailabilityZone><LifecycleState>${state}</LifecycleState><HealthStatus>${health}</HealthStatus><ProtectedFromScaleIn>false</ProtectedFromScaleIn>${weight === "" ? "" : `<WeightedCapacity>${weight}</WeightedCapacity>`}</member>`;

const group = (...members: readonly string[]): string =>
  `<DescribeAutoScalingGroupsResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/"><DescribeAutoScalingGroupsResult><AutoScalingGroups><member><AutoScalingGroupName>web</AutoScalingGroupName><MinSize>0</MinSize><MaxSize>9</MaxSize><DesiredCapacity>4</DesiredCapacity><Instances>${members.join("")}</Instances></member></AutoScalingGroups></DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>`;

test.each([
  ["a group without weights counts instances", [member("InService"), member("Pending"), member("InService", "", "Unhealthy")], [1, 3]],
  ["a group with weights counts these", [member("InService", "4"), member("Terminating", "2")], [4, 6]],
  [
    "what stands by or is kept warm is none of the desired capacity",
    [member("InService"), member("Standby"), member("Warmed:Stopped")],
    [1, 1],
  ],
] as const)("trap: %s", async (_name, members, counts) => {
  recorder = await recorderOfTest(() => ({ status: 200, body: group(...members) }));
  const { serving, members: all } = await createInfraClients(recorder.env).autoScaling("us-east-1").describeGroup("web");
  expect([serving, all]).toEqual(counts);
});
