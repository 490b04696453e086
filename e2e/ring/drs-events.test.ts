// A rule of somebody else's monitoring on the running bus hears what the DRS adapter tells beside its facts.
import { afterEach, expect, it } from "vitest";
import type { SpawnedRuntime } from "@dr/local";
import { createDataFolder, savePlan, startExecution, startRuntime, untilStatus } from "../support/runtime.ts";

const data = createDataFolder();
let runtime: SpawnedRuntime | undefined;
afterEach(async () => {
  await runtime?.stop();
  data.remove();
});

const plan = {
  planId: "drs-events",
  name: "DRS events",
  waves: [{ waveNumber: 1, name: "Servers", technology: "drs", operation: "recovery", resources: { sourceServers: ["i-app-events"] } }],
};

async function call(endpoint: string, target: string, body: object): Promise<Record<string, unknown>> {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": target };
  const answer = await fetch(endpoint, { method: "POST", headers, body: JSON.stringify(body) });
  return (await answer.json()) as Record<string, unknown>;
}

it(
  "a recovery is told as DRS Execution Started and Completed, source enterprise.dr.drs, and in nobody's queue but the rule's",
  { timeout: 120_000 },
  async () => {
    runtime = await startRuntime(data.path, ["--speed", "600"]);
    const { sqs, events } = (runtime.ready as unknown as { aws: { sqs: string; events: string } }).aws;
    await call(sqs, "AmazonSQS.CreateQueue", { QueueName: "monitoring" });
    const EventPattern = JSON.stringify({ source: ["enterprise.dr.drs"] });
    await call(events, "AWSEvents.PutRule", { Name: "drs-monitoring", EventBusName: "dr-orchestration", EventPattern });
    const Targets = [{ Id: "monitoring", Arn: "arn:aws:sqs:us-east-1:000000000000:monitoring" }];
    await call(events, "AWSEvents.PutTargets", { Rule: "drs-monitoring", EventBusName: "dr-orchestration", Targets });
    await savePlan(runtime.as("DRPlanManager"), plan);
    const executionId = await startExecution(runtime.as("DROperator"), { planId: plan.planId, executionType: "recovery" });
    await untilStatus(runtime.as("DROperator"), executionId, ["completed"]);
    const heard = new Map<string, { technology: string; details: Record<string, unknown> }>();
    while (!heard.has("DRS Execution Completed")) {
      const request = { QueueUrl: `${sqs}/000000000000/monitoring`, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 };
      const { Messages = [] } = (await call(sqs, "AmazonSQS.ReceiveMessage", request)) as { Messages?: { Body: string }[] };
      for (const { Body } of Messages) {
        const event = JSON.parse(Body) as {
          source: string;
          "detail-type": string;
          detail: { technology: string; details: Record<string, unknown> };
        };
        expect(event.source).toBe("enterprise.dr.drs");
        heard.set(event["detail-type"], event.detail);
      }
    }
    expect([...heard.keys()].toSorted()).toEqual(["DRS Execution Completed", "DRS Execution Started"]);
    expect(heard.get("DRS Execution Completed")).toMatchObject({
      technology: "drs",
      details: { executionId, waveNumber: 1, recoveredInstances: [{ sourceInstanceId: "i-app-events", status: "running" }] },
    });
  },
);
