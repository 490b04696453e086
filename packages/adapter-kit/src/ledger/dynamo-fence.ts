/** The highest epoch that was seen of each execution, in the ledger's table. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { gathered } from "@dr/runtime";
import type { Ledger } from "./port.ts";
import { isRefused } from "./refused.ts";

interface Epoch {
  readonly executionId: string;
  readonly epoch: number;
}

/** The fence in `tableName`, one item for an execution: one request, and one for all tasks of a wave, which come together. */
export function createFence({
  documents,
  tableName: TableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): Pick<Ledger, "raiseEpoch"> {
  const asked = new Set<string>();
  const readEpoch = async (operationId: string): Promise<number | undefined> => {
    const { Item } = await documents.send(new GetCommand({ TableName, Key: { operationId }, ConsistentRead: true }));
    return Item?.["epoch"] === undefined ? undefined : Number(Item["epoch"]);
  };
  const raiseOne = async ({ executionId, epoch }: Epoch): Promise<number> => {
    const key = `EPOCH#${executionId}`;
    // What this process has raised once is there: then a read is cheaper than a write that is refused.
    const known = asked.has(executionId) ? await readEpoch(key) : undefined;
    if (known !== undefined && known >= epoch) return known;
    remember(asked, executionId);
    try {
      await documents.send(
        new UpdateCommand({
          TableName,
          Key: { operationId: key },
          UpdateExpression: "SET epoch = :epoch",
          ConditionExpression: "attribute_not_exists(epoch) OR epoch < :epoch",
          ExpressionAttributeValues: { ":epoch": epoch },
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      );
      return epoch;
    } catch (error) {
      if (!isRefused(error)) throw error;
      return epochInTheWay(error) ?? (await readEpoch(key)) ?? epoch;
    }
  };
  const raise = gathered<Epoch, number>(async (calls) => {
    for (const [first, ...others] of Map.groupBy(calls, ({ input }) => `${input.epoch}#${input.executionId}`).values()) {
      if (first === undefined) continue;
      const highest = raiseOne(first.input);
      for (const { answer } of [first, ...others]) answer(highest);
    }
  });

  return { raiseEpoch: async (executionId, epoch) => raise({ executionId, epoch }) };
}

/** What stood in the way of a write; undefined from an engine that does not tell. */
function epochInTheWay(error: unknown): number | undefined {
  const told = error instanceof ConditionalCheckFailedException ? error.Item?.["epoch"]?.N : undefined;
  return told === undefined ? undefined : Number(told);
}

/** Executions that a warm process remembers. */
const MAX_REMEMBERED = 1_000;

function remember(known: Set<string>, executionId: string): void {
  if (known.size >= MAX_REMEMBERED) known.clear();
  known.add(executionId);
}
