/** Locks on what resources really are, in the table of the ledger: `LOCK#<reference>`. */
import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Ledger, LedgerLock } from "./port.ts";

/** The locks of a ledger. A lock that is given back stays as an item without a holder: adapters have no right to delete from their ledger. */
export function createLedgerLocks({
  documents,
  tableName: TableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): Pick<Ledger, "takeLock" | "releaseLock"> {
  const keyOf = (reference: string) => ({ operationId: `LOCK#${reference}` });
  const read = async (reference: string): Promise<LedgerLock | undefined> =>
    (await documents.send(new GetCommand({ TableName, Key: keyOf(reference), ConsistentRead: true }))).Item?.["lock"] as
      | LedgerLock
      | undefined;
  return {
    takeLock: async (lock, insteadOf) => {
      const sameTask = "(#lock.executionId = :executionId AND #lock.taskId = :taskId)";
      const isTaken = await isRefused(() =>
        documents.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(lock.reference),
            UpdateExpression: "SET #lock = :lock",
            ConditionExpression: `attribute_not_exists(#lock) OR ${sameTask}${insteadOf === undefined ? "" : " OR #lock.operationId = :insteadOf"}`,
            ExpressionAttributeNames: { "#lock": "lock" },
            ExpressionAttributeValues: {
              ":lock": lock,
              ":executionId": lock.executionId,
              ":taskId": lock.taskId,
              ...(insteadOf === undefined ? {} : { ":insteadOf": insteadOf }),
            },
          }),
        ),
      );
      // Given back between the two: somebody else's message, or the next look, takes it.
      return isTaken ? ((await read(lock.reference)) ?? { ...lock, executionId: "", taskId: "", operationId: "" }) : undefined;
    },
    releaseLock: async ({ reference, executionId, taskId }) => {
      await isRefused(() =>
        documents.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(reference),
            UpdateExpression: "REMOVE #lock",
            ConditionExpression: "#lock.executionId = :executionId AND #lock.taskId = :taskId",
            ExpressionAttributeNames: { "#lock": "lock" },
            ExpressionAttributeValues: { ":executionId": executionId, ":taskId": taskId },
          }),
        ),
      );
    },
  };
}

async function isRefused(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return false;
  } catch (error) {
    if (error instanceof Error && error.name === "ConditionalCheckFailedException") return true;
    throw error;
  }
}
