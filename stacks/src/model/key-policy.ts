/** Which key encrypts what, and who may use it. */
import type { TableManifest } from "@dr/runtime";
import type { Account } from "./arns.ts";

/** Classes of data, each under a key of its own, so that a right on one says nothing of the others. */
export const DATA_CLASSES = ["evidence", "state", "outside", "messages", "logs", "alarms"] as const;
/** A class of data. */
export type DataClass = (typeof DATA_CLASSES)[number];

/** What each key is for, as the console shows it. */
export const KEY_DESCRIPTIONS: Readonly<Record<DataClass, string>> = {
  evidence: "Encrypts the event log and its checkpoints",
  state: "Encrypts what is derived from the log, and what adapters know of their operations",
  outside: "Encrypts what came from other systems and what goes to them",
  messages: "Encrypts queues",
  logs: "Encrypts application and access logs",
  alarms: "Encrypts what alarms tell",
};

/** The class of a table. */
export function classOf({ dataClass = "state" }: TableManifest): DataClass {
  return dataClass;
}

/** The alias of a class's key. */
export function keyAlias(dataClass: DataClass): string {
  return `alias/dr-orchestration/${dataClass}`;
}

const USE = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];

/** Services that use the key in the name of whoever calls them. */
const THROUGH: Readonly<Record<DataClass, readonly string[]>> = {
  evidence: ["dynamodb", "s3"],
  state: ["dynamodb"],
  outside: ["dynamodb"],
  messages: ["sqs"],
  logs: [],
  alarms: [],
};

/**
 * The policy of a class's key, as JSON. The account administers it. Whoever may use a table, queue or bucket uses its key through that service and in no other way
 * (DynamoDB guide, "DynamoDB encryption at rest: authorizing use of your key"), so that no role needs a right on keys; services that call for themselves are named.
 */
export function keyPolicy(dataClass: DataClass, account: Account): string {
  const { partition, region, accountId, dnsSuffix } = account;
  const through = THROUGH[dataClass].map((service) => ({
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: service === "dynamodb" ? [...USE, "kms:CreateGrant"] : USE,
    Resource: "*",
    Condition: {
      StringEquals: { "kms:CallerAccount": accountId },
      // In every Region where the key has a replica.
      StringLike: { "kms:ViaService": `${service}.*.${dnsSuffix}` },
    },
  }));
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: `arn:${partition}:iam::${accountId}:root` }, Action: "kms:*", Resource: "*" },
      ...through,
      ...servicesOf(dataClass, account).map((statement) => ({ Effect: "Allow", Resource: "*", ...statement })),
    ],
  });

  function servicesOf(of: DataClass, at: Account): readonly object[] {
    const fromHere = { StringEquals: { "aws:SourceAccount": accountId } };
    switch (of) {
      case "evidence":
      case "state":
      case "outside":
        // It watches whether the key is still usable (the same chapter).
        return [{ Principal: { Service: "dynamodb.amazonaws.com" }, Action: ["kms:DescribeKey"] }];
      case "messages":
        // Without a condition, as the SQS guide has it ("Key management"): the queue's own policy names the rules that may send.
        return [{ Principal: { Service: "events.amazonaws.com" }, Action: ["kms:Decrypt", "kms:GenerateDataKey"] }];
      case "logs":
        return [logsMay(at)];
      case "alarms":
        // CloudWatch guide, "Amazon SNS encryption permissions".
        return [
          { Principal: { Service: "cloudwatch.amazonaws.com" }, Action: ["kms:Decrypt", "kms:GenerateDataKey*"], Condition: fromHere },
        ];
    }
  }

  /** CloudWatch Logs guide, "Encrypt log data using AWS KMS". */
  function logsMay(at: Account): object {
    return {
      Principal: { Service: `logs.${at.region}.${at.dnsSuffix}` },
      Action: USE,
      Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:${accountId}:log-group:*` } },
    };
  }
}
