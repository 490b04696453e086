/** Which alarms a service has: failures put aside, work that waits too long, a stream that is read too late, a schedule that does not fire. */
import type { FunctionManifest, ServiceManifest } from "@dr/runtime";
import { planQueues, type PlannedQueue } from "./queue-plan.ts";
import { MAX_DELAY_SECONDS } from "./settings.ts";

/** One alarm on one metric. */
export interface PlannedAlarm {
  readonly name: string;
  readonly description: string;
  readonly namespace: "AWS/SQS" | "AWS/Lambda";
  readonly metricName: "ApproximateNumberOfMessagesVisible" | "ApproximateAgeOfOldestMessage" | "IteratorAge" | "Invocations";
  readonly dimensions: { readonly QueueName: string } | { readonly FunctionName: string };
  readonly statistic: "Maximum" | "Sum";
  readonly comparisonOperator: "GreaterThanThreshold" | "LessThanThreshold";
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  /** What a period without figures means. */
  readonly missingData: "notBreaching" | "breaching";
}

const ITERATOR_AGE_MS = 60_000;

/** The alarms of a service. */
export function planAlarms(service: ServiceManifest): PlannedAlarm[] {
  return [
    ...planQueues(service).map((queue) => (queue.redrive ? tooOld(queue, service) : notEmpty(queue))),
    ...service.functions.flatMap((declared) => functionAlarms(declared)),
  ];
}

function notEmpty({ name }: PlannedQueue): PlannedAlarm {
  return {
    name: `${name}-not-empty`,
    description: `Something failed for good and waits in ${name} for a person. The service's README tells how to redrive.`,
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: name },
    statistic: "Maximum",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    periodSeconds: 60,
    evaluationPeriods: 1,
    missingData: "notBreaching",
  };
}

/** One failed attempt is normal; a message in its third attempt is not. */
function tooOld({ name, visibilityTimeoutSeconds }: PlannedQueue, { functions }: ServiceManifest): PlannedAlarm {
  const delaysItself = functions.some(({ iam }) =>
    iam.some((intent) => "queue" in intent && intent.queue === name && intent.actions.includes("sqs:SendMessage")),
  );
  return {
    name: `${name}-too-old`,
    description: `A message waits in ${name} for longer than two attempts and the longest delay take.`,
    namespace: "AWS/SQS",
    metricName: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: name },
    statistic: "Maximum",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 2 * visibilityTimeoutSeconds + (delaysItself ? MAX_DELAY_SECONDS : 0),
    periodSeconds: 60,
    evaluationPeriods: 3,
    missingData: "notBreaching",
  };
}

function functionAlarms({ name, trigger }: FunctionManifest): PlannedAlarm[] {
  const base = { namespace: "AWS/Lambda", dimensions: { FunctionName: name } } as const;
  if (trigger.kind === "stream") {
    return [
      {
        ...base,
        name: `${name}-behind`,
        description: `${name} reads the stream of ${trigger.table} more than a minute late.`,
        metricName: "IteratorAge",
        statistic: "Maximum",
        comparisonOperator: "GreaterThanThreshold",
        threshold: ITERATOR_AGE_MS,
        periodSeconds: 60,
        evaluationPeriods: 5,
        missingData: "notBreaching",
      },
    ];
  }
  if (trigger.kind !== "schedule") return [];
  return [
    {
      ...base,
      name: `${name}-silent`,
      description: `${name} did not run for three of its intervals: deadlines and repairs wait.`,
      metricName: "Invocations",
      statistic: "Sum",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      periodSeconds: trigger.everySeconds,
      evaluationPeriods: 3,
      missingData: "breaching",
    },
  ];
}
