/** What the trigger needs from its platform. */
import type { EnvBinding, FunctionManifest, IamIntent, ServiceManifest } from "@dr/runtime";

const QUEUE = "trigger-events";
const API_FUNCTION = "dr-api-http";

const environment: Readonly<Record<string, EnvBinding>> = {
  DR_API_FUNCTION: { value: API_FUNCTION },
  DR_TRIGGER_DISASTER_PLAN: { setting: "DR_TRIGGER_DISASTER_PLAN", value: "emergency-recovery-plan" },
  DR_TRIGGER_ALARMS: { setting: "DR_TRIGGER_ALARMS", value: "" },
  DR_TRIGGER_APPROVAL: { setting: "DR_TRIGGER_APPROVAL", value: "required" },
};
const startsExecutions: IamIntent = {
  actions: ["lambda:InvokeFunction"],
  arns: ["arn:${partition}:lambda:${region}:${account}:function:" + API_FUNCTION],
};

const direct: FunctionManifest = {
  name: "dr-orchestration-trigger",
  description: "Starts executions for whoever invokes it: schedules, topics, alarms, other functions",
  entry: "src/handlers/direct.ts",
  trigger: { kind: "invoke" },
  timeoutSeconds: 60,
  memoryMb: 512,
  environment,
  iam: [startsExecutions],
};

const events: FunctionManifest = {
  name: "dr-orchestration-trigger-events",
  description: "Starts executions for disasters and alarms that were put on the bus",
  entry: "src/handlers/events.ts",
  trigger: {
    kind: "queue",
    queue: QUEUE,
    subscriptions: [
      {
        name: "trigger-disaster",
        pattern: {
          source: ["custom.monitoring"],
          "detail-type": ["Disaster Detected"],
          detail: { severity: ["CRITICAL"], environment: ["production"] },
        },
      },
      {
        name: "trigger-alarm",
        pattern: { source: ["aws.cloudwatch"], "detail-type": ["CloudWatch Alarm State Change"], detail: { state: { value: ["ALARM"] } } },
      },
    ],
    batchSize: 1,
    maxConcurrency: 2,
  },
  timeoutSeconds: 60,
  memoryMb: 512,
  environment: { ...environment, DR_DLQ_URL: { queue: `${QUEUE}-dlq` } },
  iam: [
    startsExecutions,
    { actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"], queue: QUEUE },
    { actions: ["sqs:SendMessage"], queue: `${QUEUE}-dlq` },
  ],
};

/** The trigger's manifest. */
export const manifest: ServiceManifest = {
  service: "trigger",
  tables: [],
  queues: [{ name: QUEUE, maxReceives: 8, retentionDays: 4 }],
  functions: [direct, events],
};
