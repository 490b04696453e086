/** The measure of a cold start has the clients and commands of the function that it is held against, and nothing else. */
import { expect, test } from "vitest";
import { bareFunction } from "./bare-function.ts";

test("clients are built, commands are kept, other files are left out", () => {
  const text = bareFunction([
    "/m/client-sqs/dist-es/SQSClient.js",
    "/m/client-sqs/dist-es/commands/SendMessageCommand.js",
    "/m/client-sqs/dist-es/endpoint/endpointResolver.js",
    "/m/lib-dynamodb/dist-es/DynamoDBDocumentClient.js",
  ]);
  expect(text.split("\n")).toEqual([
    'import { SQSClient as import0 } from "/m/client-sqs/dist-es/SQSClient.js";',
    'import { DynamoDBDocumentClient as import1 } from "/m/lib-dynamodb/dist-es/DynamoDBDocumentClient.js";',
    'import { SendMessageCommand as import2 } from "/m/client-sqs/dist-es/commands/SendMessageCommand.js";',
    'const built = [new import0({ region: "us-east-1" }), import1];',
    "export const handler = () => [built, import2];",
  ]);
});
