/** Who may use which key. */
import { expect, test } from "vitest";
import { account } from "../../test/functions.ts";
import { DATA_CLASSES, keyPolicy } from "./key-policy.ts";

interface Statement {
  readonly Principal: Readonly<Record<string, string>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
const statementsOf = (dataClass: (typeof DATA_CLASSES)[number]): readonly Statement[] =>
  (JSON.parse(keyPolicy(dataClass, account)) as { Statement: readonly Statement[] }).Statement;

test("whoever uses a table, a bucket or a queue uses its key through that service alone", () => {
  const through = (dataClass: (typeof DATA_CLASSES)[number]) =>
    statementsOf(dataClass).flatMap(({ Principal, Condition }) => (Principal["AWS"] === "*" ? [Condition] : []));
  const from = (service: string) => ({
    StringEquals: { "kms:CallerAccount": "111122223333" },
    StringLike: { "kms:ViaService": `${service}.*.amazonaws.com` },
  });
  expect(DATA_CLASSES.map((dataClass) => [dataClass, through(dataClass)])).toEqual([
    ["evidence", [from("dynamodb"), from("s3")]],
    ["state", [from("dynamodb")]],
    ["outside", [from("dynamodb")]],
    ["messages", [from("sqs")]],
    ["logs", []],
    ["alarms", []],
  ]);
});

test("services that call for themselves are named, each on its class alone", () => {
  const named = DATA_CLASSES.map((dataClass) => statementsOf(dataClass).flatMap(({ Principal }) => Principal["Service"] ?? []));
  expect(named).toEqual([
    ["dynamodb.amazonaws.com"],
    ["dynamodb.amazonaws.com"],
    ["dynamodb.amazonaws.com"],
    ["events.amazonaws.com"],
    ["logs.eu-west-1.amazonaws.com"],
    ["cloudwatch.amazonaws.com"],
  ]);
});
