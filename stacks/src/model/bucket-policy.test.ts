/** Who may put objects into a bucket. */
import { services } from "@dr/services";
import { expect, test } from "vitest";
import { bucketPolicy, writingRoles } from "./bucket-policy.ts";

test("roles that are named put objects, and nobody else, whatever their own policies say", () => {
  const [, onlyWriters] = (JSON.parse(bucketPolicy("arn:aws:s3:::b", ["arn:role"])) as { Statement: unknown[] }).Statement;
  expect(onlyWriters).toEqual({
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::b/*",
    Condition: { ArnNotEquals: { "aws:PrincipalArn": ["arn:role"] } },
  });
});

test("checkpoints are the publisher's alone, the trail the audit's", () => {
  const account = { accountId: "123456789012", region: "us-east-1", partition: "aws", dnsSuffix: "amazonaws.com" };
  const namesOf = (bucket: string) => writingRoles(bucket, services, account).map((arn) => arn.split("/").at(-1));
  const buckets = services.flatMap(({ buckets: declared = [] }) => declared.map(({ name }) => name));
  expect(Object.fromEntries(buckets.map((name) => [name, namesOf(name)]))).toMatchInlineSnapshot(`
    {
      "dr-audit-trail": [
        "dr-audit-send-us-east-1",
      ],
      "dr-checkpoints": [
        "dr-publisher-stream-us-east-1",
        "dr-publisher-sweep-us-east-1",
      ],
    }
  `);
});
