/** The ledger on DynamoDB: table `dr-ledger-<technology>`, one item per operation, conditional writes only. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { DrError } from "@dr/events";
import { decodeMember, encodeMember, type LedgerItem } from "./item.ts";
import { createLedgerLocks } from "./dynamo-locks.ts";
import type { Ledger, Paces } from "./port.ts";
import { fromStored, toStored, type StoredItem } from "./stored-item.ts";

/** What the ledger needs. The document client must drop undefined values (`removeUndefinedValues`). */
export interface DynamoLedgerDeps {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}

/**
 * The ledger on DynamoDB. Beside the operations the table holds `EPOCH#<executionId>` (highest epoch seen),
 * `TASK#<executionId>#<taskId>` (a string set of the task's operations: `ADD` is atomic and idempotent), `PACE#<operation>` and `LOCK#<reference>`.
 */
export function createDynamoLedger({ documents, tableName }: DynamoLedgerDeps): Ledger {
  const TableName = tableName;
  const readItem = async (key: string): Promise<Record<string, unknown> | undefined> =>
    (await documents.send(new GetCommand({ TableName, Key: { operationId: key }, ConsistentRead: true }))).Item;
  const get = async (operationId: string): Promise<LedgerItem | undefined> => {
    const stored = await readItem(operationId);
    return stored && fromStored(stored as unknown as StoredItem);
  };

  const asked = new Set<string>();

  return {
    get,
    ...createLedgerLocks({ documents, tableName }),
    raiseEpoch: async (executionId, epoch) => {
      const key = `EPOCH#${executionId}`;
      // The first request of an execution finds nothing, all others find their epoch: then a read is cheaper than a write that is refused.
      const known = asked.has(executionId) ? await readItem(key) : undefined;
      if (known !== undefined && Number(known["epoch"]) >= epoch) return { highest: Number(known["epoch"]), isFirst: false };
      const raised = await ifConditionHolds(() =>
        documents.send(
          new UpdateCommand({
            TableName,
            Key: { operationId: key },
            UpdateExpression: "SET epoch = :epoch",
            ConditionExpression: "attribute_not_exists(epoch) OR epoch < :epoch",
            ExpressionAttributeValues: { ":epoch": epoch },
            ReturnValues: "ALL_OLD",
          }),
        ),
      );
      remember(asked, executionId);
      if (raised) return { highest: epoch, isFirst: raised.Attributes?.["epoch"] === undefined };
      return { highest: Number((await readItem(key))?.["epoch"] ?? epoch), isFirst: false };
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
      const put = new PutCommand({ TableName, Item: toStored(item), ConditionExpression: "attribute_not_exists(operationId)" });
      return (await ifConditionHolds(() => documents.send(put))) !== undefined || isOurs(await get(item.operationId), item);
    },
    save: async (item) => {
      const next = { ...item, rev: item.rev + 1 };
      const put = new PutCommand({
        TableName,
        Item: toStored(next),
        ConditionExpression: "rev = :rev",
        ExpressionAttributeValues: { ":rev": item.rev },
      });
      if ((await ifConditionHolds(() => documents.send(put))) || isOurs(await get(item.operationId), next)) return next;
      throw new DrError("ledger.conflict", `operation ${item.operationId} was changed by another worker`, { retryable: true });
    },
    readPaces: async (operation) => ((await readItem(`PACE#${operation}`))?.["paces"] ?? {}) as Paces,
    writePaces: async (operation, paces) => {
      await documents.send(new PutCommand({ TableName, Item: { operationId: `PACE#${operation}`, paces } }));
    },
  };
}

/**
 * The client repeats a request whose answer was lost, and the repeat then fails on its own condition. What stands there with our mark and
 * revision is our own write: `writtenBy` is unique for each delivery.
 */
function isOurs(stored: LedgerItem | undefined, written: LedgerItem): boolean {
  return stored !== undefined && stored.rev === written.rev && stored.writtenBy !== undefined && stored.writtenBy === written.writtenBy;
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

/** Executions that a warm process remembers. */
const MAX_REMEMBERED = 1_000;

function remember(known: Set<string>, executionId: string): void {
  if (known.size >= MAX_REMEMBERED) known.clear();
  known.add(executionId);
}
