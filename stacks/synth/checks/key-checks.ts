/** Keys: one for each class of data, everything under the key of its class, and kept as long as what they encrypt. */
import { classOf, DATA_CLASSES, keyAlias, type DataClass } from "../../src/model/key-policy.ts";
import { KEY_ROOT } from "../../src/model/settings.ts";
import { SYNTH_ACCOUNT } from "../program/resource.ts";
import { breaking, removing, type Check, type SynthesizedApp } from "./check.ts";
import {
  BUCKET,
  BUCKET_ENCRYPTION,
  inputsOf,
  KEY,
  KEY_ALIAS,
  LOG_GROUP,
  PARAMETER,
  QUEUE,
  TABLE,
  TOPIC,
  type QueueInputs,
  type TableInputs,
} from "./types.ts";

/** ARN of a class's key: as this app made it, or as Parameter Store says. */
function keyOf(app: SynthesizedApp, dataClass: DataClass): string | undefined {
  const alias = inputsOf<{ name: string; targetKeyId: string }>(app, KEY_ALIAS).find(({ name }) => name === keyAlias(dataClass));
  if (alias === undefined) return `arn:aws:kms:${SYNTH_ACCOUNT.region}:${SYNTH_ACCOUNT.accountId}:key/${dataClass}`;
  const key = inputsOf<{ name: string; value: string }>(app, PARAMETER).find(({ name }) => name === `${KEY_ROOT}/${dataClass}`);
  return key?.value;
}

const everythingIsUnderItsKey: Check = {
  name: "every table, queue, log group, bucket and topic is encrypted under the key of its class of data",
  find: (app) => {
    const key = new Map(DATA_CLASSES.map((dataClass) => [dataClass, keyOf(app, dataClass)] as const));
    const declared = new Map(app.manifests.flatMap(({ tables }) => tables.map((table) => [table.name, table] as const)));
    const under = (what: string, dataClass: DataClass, actual: string | undefined) =>
      actual !== undefined && actual === key.get(dataClass)
        ? []
        : [`${what} is under ${actual ?? "no key of ours"}, not under that of ${dataClass}`];
    const buckets = inputsOf<object>(app, BUCKET).length;
    const encryptions = inputsOf<{ rules: readonly { applyServerSideEncryptionByDefault?: { kmsMasterKeyId?: string } }[] }>(
      app,
      BUCKET_ENCRYPTION,
    );
    return [
      ...inputsOf<TableInputs>(app, TABLE).flatMap(({ name, serverSideEncryption }) =>
        under(name, classOf(declared.get(name) ?? { name, partitionKey: "" }), serverSideEncryption?.kmsKeyArn),
      ),
      ...inputsOf<QueueInputs>(app, QUEUE).flatMap(({ name, kmsMasterKeyId }) => under(name, "messages", kmsMasterKeyId)),
      ...inputsOf<{ name: string; kmsKeyId?: string }>(app, LOG_GROUP).flatMap(({ name, kmsKeyId }) => under(name, "logs", kmsKeyId)),
      ...inputsOf<{ name: string; kmsMasterKeyId?: string }>(app, TOPIC).flatMap(({ name, kmsMasterKeyId }) =>
        under(name, "alarms", kmsMasterKeyId),
      ),
      ...(encryptions.length === buckets ? [] : ["a bucket is not encrypted by us"]),
      ...encryptions.flatMap(({ rules }) => under("a bucket", "evidence", rules[0]?.applyServerSideEncryptionByDefault?.kmsMasterKeyId)),
    ];
  },
  faults: [
    breaking<TableInputs>("a table under AWS's own key", TABLE, (table) => (table.serverSideEncryption = { enabled: true })),
    breaking<TableInputs>(
      "the log under the key of another class",
      TABLE,
      (table) => (table.serverSideEncryption = { enabled: true, kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/StateKey" }),
      ({ name }) => name === "dr-event-log",
    ),
    breaking<QueueInputs>("a queue under SQS's own key", QUEUE, (queue) => delete queue.kmsMasterKeyId),
    breaking<{ kmsKeyId?: string }>("logs under CloudWatch's own key", LOG_GROUP, (group) => delete group.kmsKeyId),
    breaking<{ kmsMasterKeyId?: string }>("a topic under AWS's key, which CloudWatch may not use", TOPIC, (topic) => {
      topic.kmsMasterKeyId = "alias/aws/sns";
    }),
    removing("a bucket under S3's own key", BUCKET_ENCRYPTION),
  ],
};

interface KeyInputs {
  readonly description: string;
  readonly enableKeyRotation?: boolean;
  readonly deletionWindowInDays?: number;
  readonly policy: string;
}

interface KeyStatement {
  readonly Principal: { readonly AWS?: string; readonly Service?: string };
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, string>>; readonly StringLike?: Readonly<Record<string, string>> };
}

const keysAreNarrow: Check = {
  name: "every key rotates, waits 30 days before it goes, and serves only the account: people through a service, services by name",
  find: (app) =>
    inputsOf<KeyInputs>(app, KEY).flatMap(({ description, enableKeyRotation, deletionWindowInDays, policy }) => {
      const { Statement: statements } = JSON.parse(policy) as { Statement: readonly KeyStatement[] };
      const open = statements.filter(
        ({ Principal, Condition }) =>
          Principal.AWS === "*" &&
          !(
            Condition?.StringEquals?.["kms:CallerAccount"] === SYNTH_ACCOUNT.accountId &&
            /^[a-z0-9]+\.\*\.amazonaws\.com$/.test(Condition.StringLike?.["kms:ViaService"] ?? "")
          ),
      );
      return [
        ...(enableKeyRotation === true ? [] : [`${description}: its key does not rotate`]),
        ...(deletionWindowInDays === 30 ? [] : [`${description}: its key goes too soon`]),
        ...open.map(() => `${description}: anybody may use its key`),
      ];
    }),
  faults: [
    breaking<KeyInputs>("a key that does not rotate", KEY, (key) => delete key.enableKeyRotation),
    breaking<KeyInputs>("a key that goes in a week", KEY, (key) => (key.deletionWindowInDays = 7)),
    breaking<KeyInputs>(
      "a key for every account",
      KEY,
      (key) => (key.policy = key.policy.replace("kms:CallerAccount", "kms:KeyOrigin")),
      ({ policy }) => policy.includes("kms:CallerAccount"),
    ),
  ],
};

const keysOutliveTheirApp: Check = {
  name: "keys and their names stay when the app is removed: without them the tables that stay are lost",
  find: (app) => [...notKept(app, KEY), ...notKept(app, KEY_ALIAS), ...notKept(app, BUCKET)],
  faults: [KEY, KEY_ALIAS, BUCKET].map((type) => ({
    what: `${type.split(":").at(-1)} that goes with its app`,
    plant: ({ resources }) => {
      const found = resources.find((resource) => resource.type === type);
      if (found) found.kept = false;
      return found !== undefined;
    },
  })),
};

function notKept({ resources }: SynthesizedApp, type: string): string[] {
  return resources.filter((resource) => resource.type === type && resource.kept !== true).map(({ name }) => `${name} goes with its app`);
}

const keptThingsAreAdopted: Check = {
  name: "tables, keys, their names and buckets that an earlier installation left are taken over where DR_ADOPT says so, and nowhere else",
  find: (app) => {
    const adopts = app.environment["DR_ADOPT"] === "kept";
    return app.resources
      .filter(({ type }) => [TABLE, KEY, KEY_ALIAS, BUCKET].includes(type))
      .filter(({ importId }) => (importId !== undefined) !== adopts)
      .map(({ name }) => (adopts ? `${name} is made anew` : `${name} is taken from somebody`));
  },
  faults: [TABLE, KEY, BUCKET].map((type) => ({
    what: `${type.split(":").at(-1)} that is made anew beside the one that was kept, or taken over unasked`,
    plant: ({ resources, environment }) => {
      const found = resources.find((resource) => resource.type === type);
      if (found && environment["DR_ADOPT"] === "kept") delete found.importId;
      else if (found) found.importId = "somebody's";
      return found !== undefined;
    },
  })),
};

/** The checks of keys. */
export const keyChecks: readonly Check[] = [everythingIsUnderItsKey, keysAreNarrow, keysOutliveTheirApp, keptThingsAreAdopted];
