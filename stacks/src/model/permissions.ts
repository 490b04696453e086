/** Turns a function's IAM intent, and what its trigger needs, into policy statements. Pure: plain data in, plain data out. */
import type { FunctionManifest, IamIntent, TriggerManifest } from "@dr/runtime";
import { arnOf, bucketName, fillIn, type Account } from "./arns.ts";
import { deadLetterQueueOf, failureQueueOf, logGroupOf } from "./names.ts";

/** One statement of a role's policy, in SST's words. */
export interface Permission {
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: { readonly test: string; readonly variable: string; readonly values: string[] }[];
}

/** Everything that a function may do. SST's `link` is never used: it grants `dynamodb:*` and `events:*`. */
export function permissionsOf(declared: FunctionManifest, account: Account, busName: string): Permission[] {
  return merge([
    ...declared.iam.map((intent) => toPermission(intent, account, busName)),
    ...triggerPermissions(declared, account),
    { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${arnOf(account, "logGroup", logGroupOf(declared.name))}:*`] },
    { actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] },
  ]);
}

/** One statement for each set of resources under the same conditions. */
function merge(permissions: readonly Permission[]): Permission[] {
  const merged = new Map<string, Permission>();
  for (const { actions, ...scope } of permissions) {
    const key = JSON.stringify([scope.resources, scope.conditions]);
    merged.set(key, { actions: [...new Set([...(merged.get(key)?.actions ?? []), ...actions])], ...scope });
  }
  return [...merged.values()];
}

function toPermission(intent: IamIntent, account: Account, busName: string): Permission {
  const actions = [...intent.actions];
  if ("table" in intent) {
    const table = arnOf(account, "table", intent.table);
    return { actions, resources: intent.indexes === true ? [`${table}/index/*`] : [table] };
  }
  if ("bucket" in intent) {
    const bucket = `arn:${account.partition}:s3:::${bucketName(account, intent.bucket)}`;
    return { actions, resources: [intent.objects ? `${bucket}/*` : bucket] };
  }
  if ("queue" in intent) return { actions, resources: [arnOf(account, "queue", intent.queue)] };
  if ("bus" in intent) return { actions, resources: [arnOf(account, "bus", busName)], conditions: onlyAs(intent.source) };
  if ("arns" in intent) {
    const resources = intent.arns.map((pattern) => fillIn(pattern, account));
    const conditions = intent.conditions?.map(({ values, ...condition }) => ({
      ...condition,
      values: values.map((value) => fillIn(value, account)),
    }));
    return { actions, resources, ...(conditions && { conditions }) };
  }
  return { actions, resources: ["*"] };
}

/**
 * Nobody speaks for another: each entry of a PutEvents call must carry this source. `ForAllValues` holds for every entry of a call, and is true of a
 * call without the key, hence the second condition (IAM user guide, "Multivalued context keys").
 */
function onlyAs(source: string): NonNullable<Permission["conditions"]> {
  return [
    { test: "ForAllValues:StringEquals", variable: "events:source", values: [source] },
    { test: "Null", variable: "events:source", values: ["false"] },
  ];
}

/** What the platform itself needs of a function's role to feed the function and to put its failures aside. */
function triggerPermissions({ name, trigger }: FunctionManifest, account: Account): Permission[] {
  const queue = (queueName: string): string[] => [arnOf(account, "queue", queueName)];
  switch (trigger.kind) {
    case "queue":
      return [
        {
          actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"],
          resources: queue(trigger.queue),
        },
        { actions: ["sqs:SendMessage"], resources: queue(deadLetterQueueOf(trigger.queue)) },
      ];
    case "stream":
      return [...streamPermissions(trigger, account), { actions: ["sqs:SendMessage"], resources: queue(failureQueueOf(name)) }];
    case "schedule":
      return [{ actions: ["sqs:SendMessage"], resources: queue(failureQueueOf(name)) }];
    case "http":
    case "invoke":
      return [];
  }
}

function streamPermissions({ table }: Extract<TriggerManifest, { kind: "stream" }>, account: Account): Permission[] {
  return [
    {
      actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
      // The label behind the slash is the time at which the stream was switched on.
      resources: [`${arnOf(account, "table", table)}/stream/*`],
    },
    { actions: ["dynamodb:ListStreams"], resources: ["*"] },
  ];
}
