/** How many requests the fence of an execution costs. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient, UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import { createFence } from "./dynamo-fence.ts";

interface SentCommand {
  readonly constructor: { readonly name: string };
  readonly input: Pick<UpdateCommandInput, "ExpressionAttributeValues" | "ReturnValuesOnConditionCheckFailure">;
}

/** A ledger over a table that holds one epoch; `tells`: its refusals show what stands there. */
function given(stored: number, tells = true) {
  const sent: string[] = [];
  const send = async ({ constructor, input }: SentCommand) => {
    sent.push(constructor.name);
    if (constructor.name === "GetCommand") return { Item: { epoch: stored } };
    if (Number(input.ExpressionAttributeValues?.[":epoch"]) > stored) return {};
    const told = tells && input.ReturnValuesOnConditionCheckFailure === "ALL_OLD" ? { Item: { epoch: { N: String(stored) } } } : {};
    throw new ConditionalCheckFailedException({ message: "refused", $metadata: {}, ...told });
  };
  const ledger = createFence({ documents: { send } as unknown as DynamoDBDocumentClient, tableName: "t" });
  return { ledger, sent };
}

it("an execution that another process knows costs one request, and the refusal tells the highest epoch", async () => {
  const { ledger, sent } = given(3);
  expect([await ledger.raiseEpoch("exec-1", 3), sent]).toEqual([3, ["UpdateCommand"]]);
  const older = given(3);
  expect([await older.ledger.raiseEpoch("exec-1", 2), older.sent]).toEqual([3, ["UpdateCommand"]]);
});

it("one that this process knows is read, and raised only by a higher epoch", async () => {
  const { ledger, sent } = given(3);
  await ledger.raiseEpoch("exec-1", 3);
  expect([await ledger.raiseEpoch("exec-1", 3), await ledger.raiseEpoch("exec-1", 4)]).toEqual([3, 4]);
  expect(sent).toEqual(["UpdateCommand", "GetCommand", "GetCommand", "UpdateCommand"]);
});

it("an engine that does not tell what stood in the way is asked", async () => {
  const { ledger, sent } = given(3, false);
  expect([await ledger.raiseEpoch("exec-1", 2), sent]).toEqual([3, ["UpdateCommand", "GetCommand"]]);
});

it("the tasks of a wave, which come together, are fenced together; another epoch and another execution for themselves", async () => {
  const { ledger, sent } = given(3);
  const asked = [4, 4, 4, 5].map((epoch) => ledger.raiseEpoch("exec-1", epoch));
  expect(await Promise.all([...asked, ledger.raiseEpoch("exec-2", 4)])).toEqual([4, 4, 4, 5, 4]);
  expect(sent.toSorted()).toEqual(["GetCommand", "UpdateCommand", "UpdateCommand", "UpdateCommand"]);
});
