// Accounts as table and secret tell of them, over real connections: a secret is one of two places, and mostly there is none.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createAccountReader } from "./account-client.ts";

const ITEMS: Readonly<Record<string, object>> = {
  "210987654321": {
    AccountId: { S: "210987654321" },
    RoleArn: { S: "arn:aws:iam::210987654321:role/DR-Cross-Account-Target-Role" },
    ExternalId: { S: "dr-1" },
    Regions: { L: [{ S: "us-west-2" }] },
  },
  "310987654321": { AccountId: { S: "310987654321" }, ExternalId: { S: "dr-2" } },
};
const SECRETS: Readonly<Record<string, string>> = {
  "310987654321": JSON.stringify({ external_id: "of-the-secret" }),
  "410987654321": JSON.stringify({ external_id: "alone", role_arn: "arn:aws:iam::410987654321:role/DR-Cross-Account-Target-Role-X" }),
  "510987654321": JSON.stringify({ externalId: "misspelt" }),
};
let server: Server;
let read: ReturnType<typeof createAccountReader>;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const asked = JSON.parse(Buffer.concat(chunks).toString()) as { Key?: { AccountId: { S: string } }; SecretId?: string };
      const item = ITEMS[asked.Key?.AccountId.S ?? ""];
      const secret = SECRETS[asked.SecretId?.split("-").at(-1) ?? ""];
      if (asked.Key) return void response.end(JSON.stringify(item ? { Item: item } : {}));
      if (secret !== undefined) return void response.end(JSON.stringify({ SecretString: secret }));
      response
        .writeHead(400)
        .end(JSON.stringify({ __type: "ResourceNotFoundException", Message: "Secrets Manager can't find the specified secret." }));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv("AWS_ACCESS_KEY_ID", "k");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "s");
  read = createAccountReader({ AWS_REGION: "us-east-1", DR_DYNAMODB_ENDPOINT: endpoint, DR_AWS_ENDPOINT: endpoint }, "accounts");
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

test.each([
  [
    "registered, without a secret",
    "210987654321",
    { roleArn: "arn:aws:iam::210987654321:role/DR-Cross-Account-Target-Role", externalId: "dr-1", regions: ["us-west-2"] },
  ],
  ["registered, with a secret, whose word counts", "310987654321", { externalId: "of-the-secret" }],
  [
    "by its secret alone",
    "410987654321",
    { externalId: "alone", roleArn: "arn:aws:iam::410987654321:role/DR-Cross-Account-Target-Role-X" },
  ],
  ["in neither", "610987654321", undefined],
])("an account that is %s", async (_where, accountId, facts) => {
  expect(await read(accountId)).toEqual(facts);
});

test("a secret of another form is told by its name and its fields", async () => {
  await expect(read("510987654321")).rejects.toMatchObject({
    code: "task.bad_account_secret",
    message: expect.stringContaining("external_id") as string,
  });
});
