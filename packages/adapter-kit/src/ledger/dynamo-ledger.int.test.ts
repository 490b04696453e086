/** The ledger on DynamoDB's protocol against the common suite, and its behaviour when an answer is lost on the way. */
import { once } from "node:events";
import { createRequire } from "node:module";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ledgerConformance, ledgerItem } from "../testing/ledger-conformance.ts";
import { createDynamoLedger } from "./dynamo-ledger.ts";
import type { Ledger } from "./port.ts";

const TABLE = "dr-ledger-database";
const require = createRequire(import.meta.url);
const dynalite = require("dynalite") as (options: Record<string, unknown>) => Server;

describe("ledger on DynamoDB", () => {
  const server = dynalite({ createTableMs: 0 });
  let documents: DynamoDBDocumentClient;
  let ledger: Ledger;
  let loseAnswers = 0;

  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const client = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: "eu-west-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      maxAttempts: 3,
    });
    // The request arrives, its answer does not: the SDK sends it again.
    client.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        if (loseAnswers > 0) {
          loseAnswers -= 1;
          throw Object.assign(new Error("socket hang up"), { name: "TimeoutError", code: "ECONNRESET" });
        }
        return answer;
      },
      { step: "deserialize", priority: "low", name: "loseAnswers" },
    );
    await client.send(
      new CreateTableCommand({
        TableName: TABLE,
        KeySchema: [{ AttributeName: "operationId", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "operationId", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
    ledger = createDynamoLedger({ documents, tableName: TABLE });
  });

  afterAll(async () => {
    documents.destroy();
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });

  ledgerConformance(() => ledger);

  test("a repeated request recognises its own first try", async () => {
    loseAnswers = 1;
    expect(await ledger.create(ledgerItem("lost-1", { writtenBy: "w1" }))).toBe(true);
    loseAnswers = 1;
    const saved = await ledger.save(ledgerItem("lost-1", { writtenBy: "w2", pollSeq: 4 }));
    expect(saved.rev).toBe(2);
    expect(await ledger.get("lost-1")).toMatchObject({ rev: 2, pollSeq: 4 });
    expect(loseAnswers).toBe(0);
  });
});
