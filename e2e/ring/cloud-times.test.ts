// With --cloud-times the queues are those of the deployment, and the ring goes on without its quick repairs.
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { planQueues } from "@dr/runtime/delivery-plan";
import { services } from "@dr/services";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SpawnedRuntime } from "@dr/local";
import { chainPlan } from "../support/plans.ts";
import { createDataFolder, savePlan, startExecution, startRuntime, untilStatus } from "../support/runtime.ts";

const data = createDataFolder();
let runtime: SpawnedRuntime;
beforeAll(async () => {
  // The folder was used quick before: the queues keep what is in them and take the other times.
  const quick = await startRuntime(data.path, ["--speed", "600"]);
  await quick.stop();
  runtime = await startRuntime(data.path, ["--speed", "600", "--cloud-times"]);
}, 120_000);
afterAll(async () => {
  await runtime.stop();
  data.remove();
});

const sqs = (): SQSClient =>
  new SQSClient({
    region: "us-east-1",
    endpoint: runtime.ready.aws.sqs,
    useQueueUrlAsEndpoint: false,
    credentials: { accessKeyId: "x", secretAccessKey: "y" },
  });
const urlOf = (name: string): string => `${runtime.ready.aws.sqs}/000000000000/${name}`;

it("has every queue of the plan, with its times", async () => {
  const client = sqs();
  const planned = services.flatMap((service) => planQueues(service));
  expect(planned.map(({ name }) => name)).toContain("dr-planner-sweep-failures");
  for (const { name, visibilityTimeoutSeconds, retentionSeconds } of planned) {
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: urlOf(name), AttributeNames: ["All"] }));
    expect([name, Attributes?.["VisibilityTimeout"], Attributes?.["MessageRetentionPeriod"]]).toEqual([
      name,
      String(visibilityTimeoutSeconds),
      String(retentionSeconds),
    ]);
  }
});

it("completes an execution, and sets aside what it cannot read", { timeout: 120_000 }, async () => {
  const client = sqs();
  await client.send(new SendMessageCommand({ QueueUrl: urlOf("planner-facts"), MessageBody: "{" }));
  const plan = chainPlan("cloud-times", 2);
  await savePlan(runtime.as("DRPlanManager"), plan);
  const executionId = await startExecution(runtime.as("DROperator"), { planId: plan.planId, executionType: "recovery" });
  expect((await untilStatus(runtime.as("DROperator"), executionId, ["completed", "failed"])).status).toBe("completed");
});
