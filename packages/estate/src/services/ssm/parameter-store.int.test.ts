// Parameter Store and STS through the real clients.
import { GetParameterCommand, GetParametersByPathCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type EstateFixture, startEstate } from "../../testing/estate-fixture.ts";
import { failureOf } from "../../testing/failure-of.ts";

let fixture: EstateFixture;
beforeEach(async () => {
  fixture = await startEstate();
});
afterEach(() => fixture.stop());

const put = (Name: string, Value: string, extra: object = {}) =>
  fixture.clients.ssm.send(new PutParameterCommand({ Name, Value, Type: "String", ...extra }));

test("a parameter is written, read and versioned", async () => {
  expect(await put("/dr/adapters/drs", '{"a":1}')).toMatchObject({ Version: 1, Tier: "Standard" });
  expect(await put("/dr/adapters/drs", '{"a":2}', { Overwrite: true })).toMatchObject({ Version: 2 });
  const { Parameter } = await fixture.clients.ssm.send(new GetParameterCommand({ Name: "/dr/adapters/drs" }));
  expect(Parameter).toEqual({
    Name: "/dr/adapters/drs",
    Type: "String",
    Value: '{"a":2}',
    Version: 2,
    LastModifiedDate: new Date("2026-11-23T04:00:00.000Z"),
    ARN: "arn:aws:ssm:us-east-1:123456789012:parameter/dr/adapters/drs",
    DataType: "text",
  });
});

test("writing without Overwrite, too much, or under an impossible name is refused; the journal hides values", async () => {
  await put("/a", "secret");
  expect((await failureOf(put("/a", "secret"))).name).toBe("ParameterAlreadyExists");
  expect((await failureOf(put("/b", "x".repeat(4097)))).name).toBe("ValidationException");
  expect((await failureOf(put("/b c", "x"))).name).toBe("ValidationException");
  await put("/b", "x".repeat(4097), { Tier: "Advanced" });
  expect((await failureOf(fixture.clients.ssm.send(new GetParameterCommand({ Name: "/none" })))).name).toBe("ParameterNotFound");
  const journal = fixture.estate.effects({ service: "ssm" });
  expect(journal.map(({ outcome }) => outcome)).toEqual(["applied", "rejected", "rejected", "rejected", "applied"]);
  expect(JSON.stringify(journal)).not.toContain("secret");
});

test("a path lists its children, or all descendants, in pages of ten", async () => {
  for (let index = 10; index < 22; index += 1) await put(`/dr/adapters/a${index}`, "x");
  await put("/dr/adapters/deep/er", "x");
  await put("/dr/adapters-other", "x");
  const first = await fixture.clients.ssm.send(new GetParametersByPathCommand({ Path: "/dr/adapters" }));
  expect(first.Parameters).toHaveLength(10);
  const second = await fixture.clients.ssm.send(new GetParametersByPathCommand({ Path: "/dr/adapters", NextToken: first.NextToken }));
  expect(second.Parameters?.map(({ Name }) => Name)).toEqual(["/dr/adapters/a20", "/dr/adapters/a21"]);
  const all = await fixture.clients.ssm.send(
    new GetParametersByPathCommand({ Path: "/dr/adapters/", Recursive: true, NextToken: first.NextToken }),
  );
  expect(all.Parameters?.map(({ Name }) => Name)).toEqual(["/dr/adapters/a20", "/dr/adapters/a21", "/dr/adapters/deep/er"]);
});

test("GetCallerIdentity says who the access key belongs to", async () => {
  expect(await fixture.clients.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: "123456789012",
    Arn: "arn:aws:iam::123456789012:user/simulated",
    UserId: "AKIASIMULATED",
  });
  const known = await startEstate({ callerOf: (key) => ({ account: "1", arn: `arn:of:${key}`, userId: "u" }) });
  expect(await known.clients.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: "1", Arn: "arn:of:AKIASIMULATED" });
  await known.stop();
});
