// Redriving by hand, as docs/how-to/redrive.md has it for one machine: what comes again late, and twice, changes nothing.
import { DeleteMessageCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { planQueues } from "@dr/runtime/delivery-plan";
import { services } from "@dr/services";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SpawnedRuntime } from "@dr/local";
import { chainPlan } from "../support/plans.ts";
import { createDataFolder, savePlan, startExecution, startRuntime, untilStatus } from "../support/runtime.ts";
import { waitFor } from "../support/wait-for.ts";

const data = createDataFolder();
let runtime: SpawnedRuntime;
let sqs: SQSClient;
beforeAll(async () => {
  runtime = await startRuntime(data.path, ["--speed", "600"]);
  const credentials = { accessKeyId: "x", secretAccessKey: "y" };
  sqs = new SQSClient({ region: "us-east-1", endpoint: runtime.ready.aws.sqs, useQueueUrlAsEndpoint: false, credentials });
}, 60_000);
afterAll(async () => {
  sqs.destroy();
  await runtime.stop();
  data.remove();
});

const urlOf = (name: string): string => `${runtime.ready.aws.sqs}/000000000000/${name}`;
const attributesOf = async (name: string) =>
  (await sqs.send(new GetQueueAttributesCommand({ QueueUrl: urlOf(name), AttributeNames: ["All"] }))).Attributes ?? {};
const waiting = async (name: string): Promise<number> => {
  const { ApproximateNumberOfMessages: shown, ApproximateNumberOfMessagesNotVisible: hidden } = await attributesOf(name);
  return Number(shown) + Number(hidden);
};

/** Receive from the dead-letter queue, send the body to the queue, then delete what was received. */
async function moveBack(queue: string): Promise<number> {
  for (let moved = 0; ; moved += 1) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: urlOf(`${queue}-dlq`) }));
    const [message] = Messages;
    if (message === undefined) return moved;
    await sqs.send(new SendMessageCommand({ QueueUrl: urlOf(queue), MessageBody: message.Body }));
    await sqs.send(new DeleteMessageCommand({ QueueUrl: urlOf(`${queue}-dlq`), ReceiptHandle: message.ReceiptHandle }));
  }
}

it("has a move task's source in every `-dlq`, and in no `-failures`", async () => {
  const planned = services.flatMap((service) => planQueues(service).map(({ name }) => name));
  const targets = new Set<string>();
  for (const name of planned) {
    const { RedrivePolicy } = await attributesOf(name);
    if (RedrivePolicy !== undefined) targets.add((JSON.parse(RedrivePolicy) as { deadLetterTargetArn: string }).deadLetterTargetArn);
  }
  const names = [...targets].map((arn) => arn.slice(arn.lastIndexOf(":") + 1));
  expect(names.toSorted()).toEqual(planned.filter((name) => name.endsWith("-dlq")).toSorted());
  expect(planned.filter((name) => name.endsWith("-failures")).length).toBeGreaterThan(3);
});

it("takes a fact from the dead-letter queue, days late and twice, and changes nothing", { timeout: 120_000 }, async () => {
  const plan = chainPlan("redrive", 1);
  await savePlan(runtime.as("DRPlanManager"), plan);
  const executionId = await startExecution(runtime.as("DROperator"), { planId: plan.planId, executionType: "recovery" });
  await untilStatus(runtime.as("DROperator"), executionId, ["completed"]);
  const path = `/api/v1/executions/${executionId}/events`;
  const events = async () => (await runtime.as("DRReadOnly")<{ events: Record<string, unknown>[] }>({ method: "GET", path })).body.events;
  const before = await events();
  const fact = before.find(({ type }) => type === "TechnologyCompleted");
  expect(fact?.["data"]).toMatchObject({ operationId: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  const body = JSON.stringify({
    version: "0",
    id: "9b1e0000-0000-4000-8000-000000000001",
    "detail-type": "TechnologyCompleted",
    source: "dr.adapter.database",
    account: "000000000000",
    time: new Date().toISOString(),
    region: "us-east-1",
    resources: [],
    detail: { ...fact, source: "dr.adapter.database" },
  });
  for (const _ of [1, 2]) await sqs.send(new SendMessageCommand({ QueueUrl: urlOf("planner-facts-dlq"), MessageBody: body }));
  expect(await moveBack("planner-facts")).toBe(2);
  await waitFor("an empty queue", async () => ((await waiting("planner-facts")) === 0 ? true : undefined));
  expect(await waiting("planner-facts-dlq")).toBe(0);
  expect(await events()).toEqual(before);
});
