/** The ledger on DynamoDB: table `dr-ledger-<technology>`, one item per operation, conditional writes only. */
import { GetCommand, PutCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { DrError } from "@dr/events";
import { decodeMember, encodeMember, type LedgerItem } from "./item.ts";
import { createFence } from "./dynamo-fence.ts";
import { createLedgerLocks } from "./dynamo-locks.ts";
import type { Ledger, Paces } from "./port.ts";
import { isRefused } from "./refused.ts";
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

  return {
    get,
    ...createLedgerLocks({ documents, tableName }),
    ...createFence({ documents, tableName }),
    register: async (executionId, taskId, member) => {
      const { Attributes } = await documents.send(
        new UpdateCommand({
          TableName,
          Key: { operationId: `TASK#${executionId}#${taskId}` },
          UpdateExpression: "ADD members :member",
          ExpressionAttributeValues: { ":member": new Set([encodeMember(member)]) },
          ReturnValues: "ALL_OLD",
        }),
      );
      const before = (Attributes?.["members"] as Set<string> | undefined) ?? new Set();
      return { members: [...new Set([...before, encodeMember(member)])].map(decodeMember), wasKnown: before.has(encodeMember(member)) };
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
    if (isRefused(error)) return undefined;
    throw error;
  }
}
