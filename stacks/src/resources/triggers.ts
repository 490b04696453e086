/** Connects a function to what starts it. Every path has an end for what fails: nothing is dropped, nothing blocks its neighbours. */
import type { FunctionManifest, TriggerManifest } from "@dr/runtime";
import { failureQueueOf, logicalName, scheduleRoleNameOf } from "../model/names.ts";
import { rateExpression } from "../model/rate.ts";
import { SCHEDULE_RETRIES, STREAM_RETRY } from "../model/settings.ts";
import type { Site } from "../model/site.ts";
import { trustPolicy } from "../model/trust-policy.ts";
import type { Front } from "./http-api.ts";
import { queueNamed, type Queues } from "./queues.ts";
import { createRule } from "./rules.ts";

/** A function that exists, among what it can be connected to. */
export interface Connection {
  readonly declared: FunctionManifest;
  readonly created: sst.aws.Function;
  /** ARNs of the tables' streams. */
  readonly streams: ReadonlyMap<string, $util.Output<string>>;
  readonly queues: Queues;
  readonly site: Site;
}

type Trigger<Kind extends TriggerManifest["kind"]> = Extract<TriggerManifest, { kind: Kind }>;

/** Connects the function. One that answers HTTP is given back with its routes: all of them stand behind one API. */
export function connect(connection: Connection): Front | undefined {
  const { trigger } = connection.declared;
  switch (trigger.kind) {
    case "queue":
      connectQueue(trigger, connection);
      return undefined;
    case "stream":
      connectStream(trigger, connection);
      return undefined;
    case "schedule":
      connectSchedule(trigger, connection);
      return undefined;
    case "http":
      return { name: connection.declared.name, routes: trigger.routes, target: connection.created };
    case "invoke":
      return undefined;
  }
}

function connectQueue({ queue, subscriptions, batchSize, maxConcurrency }: Trigger<"queue">, connection: Connection): void {
  const { declared, created, queues, site } = connection;
  for (const subscription of subscriptions) createRule(subscription, queue, queues, site);
  new aws.lambda.EventSourceMapping(`${logicalName(declared.name)}Source`, {
    eventSourceArn: queueNamed(queues, queue).arn,
    functionName: created.arn,
    batchSize,
    functionResponseTypes: ["ReportBatchItemFailures"],
    // Throttles the readers, so that messages wait in the queue instead of failing into the dead-letter queue.
    scalingConfig: { maximumConcurrency: maxConcurrency },
  });
}

/** TRIM_HORIZON: LATEST misses what is written while the mapping is being created or changed (Lambda guide, "Polling and stream starting positions"). */
function connectStream(
  { table, batchSize, batchWindowSeconds }: Trigger<"stream">,
  { declared, created, streams, queues }: Connection,
): void {
  const source = streams.get(table);
  if (!source) throw new Error(`${declared.name}: table ${table} is not in this app`);
  new aws.lambda.EventSourceMapping(`${logicalName(declared.name)}Source`, {
    eventSourceArn: source,
    functionName: created.arn,
    batchSize,
    ...(batchWindowSeconds === undefined ? {} : { maximumBatchingWindowInSeconds: batchWindowSeconds }),
    startingPosition: "TRIM_HORIZON",
    functionResponseTypes: ["ReportBatchItemFailures"],
    bisectBatchOnFunctionError: true,
    ...STREAM_RETRY,
    destinationConfig: { onFailure: { destinationArn: queueNamed(queues, failureQueueOf(declared.name)).arn } },
  });
}

/** The scheduler invokes without waiting, so its own dead-letter queue holds lost invocations, and the function's failure destination holds failed ones. */
function connectSchedule({ everySeconds }: Trigger<"schedule">, { declared, created, queues, site }: Connection): void {
  const { name } = declared;
  const failures = queueNamed(queues, failureQueueOf(name));
  new aws.lambda.FunctionEventInvokeConfig(`${logicalName(name)}Failures`, {
    functionName: created.name,
    // The next tick is the retry.
    maximumRetryAttempts: 0,
    maximumEventAgeInSeconds: Math.max(60, everySeconds),
    destinationConfig: { onFailure: { destination: failures.arn } },
  });
  new sst.aws.CronV2(`${logicalName(name)}Schedule`, {
    function: created.arn,
    schedule: rateExpression(everySeconds),
    event: { source: "aws.scheduler", "detail-type": "Scheduled Event", detail: {} },
    retries: SCHEDULE_RETRIES,
    dlq: failures.arn,
    transform: {
      role: {
        name: scheduleRoleNameOf(name, site.account.region),
        assumeRolePolicy: trustPolicy("scheduler.amazonaws.com", site.account.accountId),
      },
      schedule: { name },
    },
  });
}
