// DescribeDocument as a real client sees it: Amazon's own documents, those of the account, and none.
import { DescribeDocumentCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { createTestEstate } from "../../testing/test-estate.ts";
import { failureOf } from "../../testing/failure-of.ts";

const open = () => {
  const { estate, sdkConfig } = createTestEstate();
  estate.seed({
    ssm: { documents: [{ name: "Recover", platforms: ["Linux"], parameters: [{ name: "Mode" }, { name: "Speed", default: "1" }] }] },
  });
  const client = new SSMClient({ ...sdkConfig(), maxAttempts: 1 });
  return async (Name: string) => (await client.send(new DescribeDocumentCommand({ Name }))).Document;
};

test("a document of the account tells its type, platforms and parameters; one without a default is required", async () => {
  expect(await open()("Recover")).toMatchObject({
    DocumentType: "Command",
    PlatformTypes: ["Linux"],
    Parameters: [
      { Name: "Mode", Type: "String" },
      { Name: "Speed", DefaultValue: "1" },
    ],
  });
});

test("Amazon's script documents take commands", async () => {
  const document = await open()("AWS-RunShellScript");
  expect([document?.Owner, document?.Parameters?.map(({ Name }) => Name)]).toEqual([
    "Amazon",
    ["commands", "workingDirectory", "executionTimeout"],
  ]);
});

test("a document that is not there is InvalidDocument", async () => {
  expect(await failureOf(open()("Nobody"))).toMatchObject({ name: "InvalidDocument" });
});
