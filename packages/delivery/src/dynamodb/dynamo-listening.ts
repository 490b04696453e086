/** How far the log was compared with what came over the bus, and who pulls: one item beside the events. */
import { lazyObject } from "@dr/events";
import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { ListeningStore } from "../stores.ts";

/** No execution has this id: ids have no `#`. */
const KEY = { executionId: "#listening", position: "#" } as const;

const itemSchema = lazyObject(() => ({
  coveredTo: z.string().optional(),
  pulledSince: z.string().optional(),
  pulledAt: z.string().optional(),
}));

/** The item in `tableName` (see `outboxEventTable`). */
export function createDynamoListening({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): ListeningStore {
  const set = async (values: Readonly<Record<string, string>>): Promise<void> => {
    const names = Object.keys(values);
    await documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: KEY,
        UpdateExpression: `SET ${names.map((name) => `${name} = :${name}`).join(", ")}`,
        ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, values[name]])),
      }),
    );
  };
  return {
    read: async () => {
      const { Item = {} } = await documents.send(new GetCommand({ TableName: tableName, Key: KEY, ConsistentRead: true }));
      return itemSchema.parse(Item);
    },
    cover: (coveredTo) => set({ coveredTo }),
    pulled: (pulledSince, pulledAt) => set({ pulledSince, pulledAt }),
  };
}
