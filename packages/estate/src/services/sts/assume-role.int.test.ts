// Assuming roles over the real client.
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { failureOf } from "../../testing/failure-of.ts";
import { createTestEstate } from "../../testing/test-estate.ts";

const ROLE = "arn:aws:iam::210987654321:role/dr";

test("a role is lent to whoever knows its external id, for as long as asked; the journal does not show it", async () => {
  const { estate, sdkConfig } = createTestEstate();
  estate.seed({ sts: { roles: [{ arn: ROLE, externalId: "right" }] } });
  const client = new STSClient({ ...sdkConfig(), maxAttempts: 1 });
  const assume = (RoleArn: string, ExternalId?: string) =>
    client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "op-1", ExternalId, DurationSeconds: 900 }));
  const { Credentials, AssumedRoleUser } = await assume(ROLE, "right");
  expect(Credentials?.Expiration).toEqual(new Date("2026-11-23T04:15:00.000Z"));
  expect(AssumedRoleUser?.Arn).toBe("arn:aws:sts::210987654321:assumed-role/dr/op-1");
  for (const refused of [assume(ROLE, "wrong"), assume(ROLE), assume("arn:aws:iam::210987654321:role/nobody", "right")]) {
    expect(await failureOf(refused)).toMatchObject({ name: "AccessDenied" });
  }
  expect(JSON.stringify(estate.effects())).not.toContain("right");
  expect((await client.send(new GetCallerIdentityCommand({}))).Account).toBe("123456789012");
});
