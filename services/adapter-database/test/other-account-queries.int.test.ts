/** Given a question about another account, over real clients of STS and RDS, then: answered with the role there that only reads, or told what is missing. */
import { connectedThrough, createQueryFunction } from "@dr/adapter-kit";
import { createTestEstate } from "@dr/estate/testing";
import { createVirtualClock } from "@dr/runtime";
import { expect, test } from "vitest";
import { databaseAdapter } from "../src/adapter.ts";

const ACCOUNT = "210987654321";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/DR-Cross-Account-Target-Role`;
const registered = { roleArn: ROLE, externalId: "right-id", regions: ["us-west-2"] };

/** A function that answers for the database adapter; of the account's roles there is only the one that reads. */
function given({ account }: { readonly account: object | undefined } = { account: registered }) {
  const clock = createVirtualClock("2026-11-23T04:00:00.000Z");
  const fixture = createTestEstate({ clock: clock.nowMs });
  fixture.estate.seed({
    rds: { clusters: [{ identifier: "orders", region: "us-west-2" }] },
    sts: { roles: [{ arn: `${ROLE}-ReadOnly`, externalId: "right-id" }] },
  });
  const { credentials, requestHandler } = fixture.sdkConfig();
  const env = { AWS_REGION: "us-east-1", DR_ACCOUNT_ID: "123456789012" };
  const ask = createQueryFunction(databaseAdapter, connectedThrough(env, { credentials, requestHandler, readAttempts: 1 }), {
    readAccount: async () => account,
    clock,
  });
  return { ask: (event: object) => ask(event, {}), estate: fixture.estate };
}

const target = { accountId: ACCOUNT, region: "us-west-2" };

test("clusters there are listed in a session that only reads, of the name `dr-queries`", async () => {
  const { ask, estate } = given();
  expect(await ask({ query: "clusters", input: {}, target })).toMatchObject({ ok: true, value: { clusters: [{ clusterId: "orders" }] } });
  const taken = estate.effects({ outcome: "applied" }).map(({ action, region, request }) => [action, region, request]);
  expect(taken).toEqual([
    [
      "AssumeRole",
      "us-east-1",
      expect.objectContaining({ RoleArn: `${ROLE}-ReadOnly`, RoleSessionName: "dr-queries", SourceIdentity: "dr-queries" }),
    ],
  ]);
});

test("readiness of a task there is looked at there", async () => {
  const { ask } = given();
  const input = {
    operation: "failover",
    resources: { clusters: ["orders"] },
    executionType: "recovery",
    mode: "unplanned",
    target,
  };
  expect(await ask({ query: "readiness", input })).toMatchObject({ ok: true, value: { ready: true } });
});

type Refusal = readonly [name: string, account: object | undefined, at: object, told: readonly [code: string, words: string]];

const refusals: readonly Refusal[] = [
  ["an account that nobody registered", undefined, target, ["task.account_unknown", "is not registered"]],
  ["a Region that it was not registered for", registered, { ...target, region: "eu-west-1" }, ["task.region_not_allowed", "eu-west-1"]],
  [
    "a role that is not there",
    { ...registered, roleArn: `${ROLE}-eu` },
    target,
    ["task.role_refused", `${ROLE}-eu-ReadOnly cannot be taken`],
  ],
];

test.each(refusals)("%s is told", async (_name, account, at, [code, words]) => {
  const { ask, estate } = given({ account });
  const answer = await ask({ query: "clusters", input: {}, target: at });
  expect(answer).toMatchObject({ ok: false, failure: { code, message: expect.stringContaining(words) as string } });
  expect(estate.effects({ outcome: "applied" })).toEqual([]);
});
