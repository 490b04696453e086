/** The ledger on DynamoDB: table `dr-ledger-<technology>`, one item per operation, conditional writes only. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { DrError } from "@dr/events";
import { decodeMember, encodeMember, type LedgerItem } from "./item.ts";
import type { LeaseAnswer, Ledger } from "./port.ts";

/** What the ledger needs. The document client must drop undefined values (`removeUndefinedValues`). */
export interface DynamoLedgerDeps {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}

/**
 * The ledger on DynamoDB. Beside the operations the table holds `EPOCH#<executionId>` (highest epoch seen) and
 * `TASK#<executionId>#<taskId>` (a string set of the task's operations: `ADD` is atomic and idempotent).
 */
export function createDynamoLedger({ documents, tableName }: DynamoLedgerDeps): Ledger {
  const TableName = tableName;
  const readItem = async (key: string): Promise<Record<string, unknown> | undefined> =>
    (await documents.send(new GetCommand({ TableName, Key: { operationId: key }, ConsistentRead: true }))).Item;
  const get = async (operationId: string): Promise<LedgerItem | undefined> => (await readItem(operationId)) as LedgerItem | undefined;

  return {
    get,
    raiseEpoch: async (executionId, epoch) => {
      const key = `EPOCH#${executionId}`;
      const raised = await ifConditionHolds(() =>
        documents.send(
          new UpdateCommand({
            TableName,
            Key: { operationId: key },
            UpdateExpression: "SET epoch = :epoch",
            ConditionExpression: "attribute_not_exists(epoch) OR epoch < :epoch",
            ExpressionAttributeValues: { ":epoch": epoch },
          }),
        ),
      );
      return raised ? epoch : Number((await readItem(key))?.["epoch"] ?? epoch);
    },
    register: async (executionId, taskId, member) => {
      const { Attributes } = await documents.send(
        new UpdateCommand({
          TableName,
          Key: { operationId: `TASK#${executionId}#${taskId}` },
          UpdateExpression: "ADD members :member",
          ExpressionAttributeValues: { ":member": new Set([encodeMember(member)]) },
          ReturnValues: "ALL_NEW",
        }),
      );
      return [...((Attributes?.["members"] as Set<string> | undefined) ?? [])].map(decodeMember);
    },
    create: async (item) => {
      const put = new PutCommand({ TableName, Item: item, ConditionExpression: "attribute_not_exists(operationId)" });
      return (await ifConditionHolds(() => documents.send(put))) !== undefined || isOurs(await get(item.operationId), item);
    },
    takeLease: async (operationId, owner, nowMs, untilMs): Promise<LeaseAnswer> => {
      const update = new UpdateCommand({
        TableName,
        Key: { operationId },
        UpdateExpression: "SET leaseOwner = :owner, leaseUntil = :until, rev = rev + :one",
        ConditionExpression: "#status = :open AND (attribute_not_exists(leaseUntil) OR leaseUntil <= :now)",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: { ":owner": owner, ":until": untilMs, ":now": nowMs, ":one": 1, ":open": "OPEN" },
        ReturnValues: "ALL_NEW",
      });
      const taken = await ifConditionHolds(() => documents.send(update));
      if (taken) return { taken: true, item: taken.Attributes as unknown as LedgerItem };
      const item = await get(operationId);
      return item?.leaseOwner === owner && item.leaseUntil === untilMs ? { taken: true, item } : { taken: false, item };
    },
    save: async (item) => {
      const next = { ...item, rev: item.rev + 1 };
      const put = new PutCommand({
        TableName,
        Item: next,
        ConditionExpression: "rev = :rev",
        ExpressionAttributeValues: { ":rev": item.rev },
      });
      if ((await ifConditionHolds(() => documents.send(put))) || isOurs(await get(item.operationId), next)) return next;
      throw new DrError("ledger.conflict", `operation ${item.operationId} was changed by another worker`, { retryable: true });
    },
  };
}

/**
 * The client repeats a request whose answer was lost, and the repeat then fails on its own condition. What stands there with our owner and
 * revision is our own write: owners are unique per delivery, and `leaseOwner` always names the last writer.
 */
function isOurs(stored: LedgerItem | undefined, written: LedgerItem): boolean {
  return stored !== undefined && stored.rev === written.rev && stored.leaseOwner !== undefined && stored.leaseOwner === written.leaseOwner;
}

async function ifConditionHolds<T>(write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException || (error instanceof Error && error.name === "ConditionalCheckFailedException"))
      return undefined;
    throw error;
  }
}
