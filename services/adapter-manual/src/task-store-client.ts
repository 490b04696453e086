/** Tasks of people in DynamoDB (table dr-manual-tasks). */
import { lazyLooseObject } from "@dr/events";
import { GetCommand, PutCommand, UpdateCommand, type DynamoDBDocumentClient, type UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { answerSchema, type KeepAnswer, type TaskPort } from "./tasks.ts";

const itemSchema = lazyLooseObject(() => ({
  operationId: z.string(),
  title: z.string().default(""),
  openedAt: z.string().default(""),
  withdrawn: z.boolean().default(false),
  answer: answerSchema.optional(),
}));

/** Where tasks are kept. */
export interface TaskStoreDeps {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** Tasks by operationId, read consistently. */
export function createTaskStore({ documents, tableName: TableName }: TaskStoreDeps): TaskPort & { readonly keepAnswer: KeepAnswer } {
  const update = (operationId: string, change: Omit<UpdateCommandInput, "TableName" | "Key">) =>
    once(() => documents.send(new UpdateCommand({ TableName, Key: { operationId }, ...change })));
  return {
    read: async (operationId) => {
      const { Item } = await documents.send(new GetCommand({ TableName, Key: { operationId }, ConsistentRead: true }));
      return Item === undefined ? undefined : itemSchema.parse(Item);
    },
    open: (task) =>
      once(() =>
        documents.send(
          new PutCommand({ TableName, Item: { ...task, withdrawn: false }, ConditionExpression: "attribute_not_exists(operationId)" }),
        ),
      ),
    withdraw: (operationId) =>
      update(operationId, {
        UpdateExpression: "SET withdrawn = :true",
        ConditionExpression: "attribute_exists(operationId) AND attribute_not_exists(answer)",
        ExpressionAttributeValues: { ":true": true },
      }),
    keepAnswer: (operationId, answer) =>
      update(operationId, {
        UpdateExpression: "SET answer = :answer",
        ConditionExpression: "attribute_not_exists(answer)",
        ExpressionAttributeValues: { ":answer": answer },
      }),
  };
}

/** A condition that does not hold says that it is done already. */
async function once(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ConditionalCheckFailedException") throw error;
  }
}
