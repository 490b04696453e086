/** Which alarms a service has: failures put aside, work that waits too long, a stream that is read too late, a schedule that does not fire. */
import type { AlarmManifest, FunctionManifest, ServiceManifest } from "@dr/runtime";
import { planQueues, type PlannedQueue } from "@dr/runtime/delivery-plan";
import { MAX_DELAY_SECONDS } from "./settings.ts";

/** One alarm on one metric. */
export interface PlannedAlarm {
  readonly name: string;
  readonly description: string;
  /** Page in docs/how-to/runbooks that tells what to do; an alarm without one fails the synth. */
  readonly runbook: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Maximum" | "Sum";
  readonly comparisonOperator: "GreaterThanThreshold" | "LessThanThreshold";
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  /**
   * What periods without figures mean. `missing` is for what must never be without: the alarm then has too few data, which is told too. It begins in that state, and is told when
   * it comes back to it: a first deployment is silent, where `breaching` would cry until the function has run.
   */
  readonly missingData: "notBreaching" | "missing";
}

const ITERATOR_AGE_MS = 60_000;

/** The alarms of a service. */
export function planAlarms(service: ServiceManifest): PlannedAlarm[] {
  return [
    ...planQueues(service).map((queue) => (queue.redrive ? tooOld(queue, service) : notEmpty(queue))),
    ...service.functions.flatMap((declared) => [...functionAlarms(declared), ...healthAlarms(declared)]),
    ...service.tables.map(({ name }) => tableThrottled(name)),
    ...(service.alarms ?? []).map((declared) => countAlarm(service, declared)),
  ];
}

const quiet = {
  statistic: "Sum",
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  periodSeconds: 300,
  evaluationPeriods: 1,
  missingData: "notBreaching",
} as const;

/** What a handler did not catch, and what Lambda did not let run. */
function healthAlarms({ name }: FunctionManifest): PlannedAlarm[] {
  const base = { ...quiet, namespace: "AWS/Lambda", dimensions: { FunctionName: name }, evaluationPeriods: 3 } as const;
  return [
    {
      ...base,
      name: `${name}-errors`,
      description: `${name} failed in each of three periods of five minutes.`,
      runbook: "function-errors",
      metricName: "Errors",
    },
    {
      ...base,
      name: `${name}-throttled`,
      description: `${name} was throttled in each of three periods of five minutes.`,
      runbook: "function-throttled",
      metricName: "Throttles",
    },
  ];
}

function tableThrottled(table: string): PlannedAlarm {
  return {
    ...quiet,
    name: `${table}-throttled`,
    description: `DynamoDB throttled requests to ${table}.`,
    runbook: "table-throttled",
    namespace: "AWS/DynamoDB",
    metricName: "ThrottledRequests",
    dimensions: { TableName: table },
    evaluationPeriods: 2,
  };
}

/** A count of the service's own that must stay at nothing, or a figure elsewhere that must not be too high. */
function countAlarm({ service }: ServiceManifest, { metric, description, runbook, of }: AlarmManifest): PlannedAlarm {
  const called = of?.name ?? metric.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
  const base = { ...quiet, name: `dr-${service}-${called}`, description, runbook, metricName: metric, periodSeconds: 60 };
  if (!of) return { ...base, namespace: "DrOrchestrator", dimensions: { service } };
  const { namespace, dimensions, statistic, above } = of;
  return { ...base, namespace, dimensions, statistic, threshold: above };
}

function notEmpty({ name }: PlannedQueue): PlannedAlarm {
  return {
    name: `${name}-not-empty`,
    description: `Something failed for good and waits in ${name} for a person.`,
    runbook: "message-set-aside",
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
    runbook: "messages-too-old",
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
        runbook: "stream-behind",
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
      runbook: "schedule-silent",
      metricName: "Invocations",
      statistic: "Sum",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      periodSeconds: trigger.everySeconds,
      evaluationPeriods: 3,
      missingData: "missing",
    },
  ];
}

/** The alarms of the HTTP API; its id is known once it exists, so the caller adds the dimension `ApiId`. */
export const apiAlarms = [
  {
    ...quiet,
    name: "dr-api-failing",
    description: "The API answered with 5xx.",
    runbook: "api-failing",
    namespace: "AWS/ApiGateway",
    metricName: "5xx",
    threshold: 2,
  },
  {
    name: "dr-api-slow",
    description: "One answer in a hundred took longer than five seconds.",
    runbook: "api-slow",
    namespace: "AWS/ApiGateway",
    metricName: "Latency",
    extendedStatistic: "p99",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 5_000,
    periodSeconds: 300,
    evaluationPeriods: 3,
    missingData: "notBreaching",
  },
] as const;
