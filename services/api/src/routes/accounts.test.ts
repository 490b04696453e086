import { expect, test } from "vitest";
import { createTestApi } from "../../test/api.ts";
import type { TargetAccount } from "../accounts/accounts.ts";

const ID = "210987654321";

/** An API that keeps accounts, whose roles answer as they are told to. */
function createWithAccounts(account = ID) {
  const kept = new Map<string, TargetAccount>();
  const tried: unknown[] = [];
  const api = createTestApi({
    accounts: {
      store: {
        list: () => Promise.resolve([...kept.values()]),
        get: (id) => Promise.resolve(kept.get(id)),
        put: (each) => Promise.resolve(void kept.set(each.AccountId, each)),
        remove: (id) => Promise.resolve(void kept.delete(id)),
      },
      takeRole: (role) => {
        tried.push(role);
        return account === "" ? Promise.reject(new Error("AccessDenied")) : Promise.resolve(account);
      },
    },
    readParameters: (path) =>
      Promise.resolve(
        path === "/dr-orchestration/production/database"
          ? [
              { name: `${path}/failover-timeout`, value: "300" },
              { name: `${path}/admin-password`, value: "hunter2" },
              { name: `${path}/rds-endpoint`, value: "", secret: true as const },
            ]
          : [],
      ),
  });
  return { ...api, kept, tried };
}

test("an account is registered, tried by its role, and removed", async () => {
  const { call, tried } = createWithAccounts();
  const made = await call(`PUT /api/v1/accounts/targets/${ID}`, { body: { name: "orders" } });
  expect([made.status, made.headers["location"]]).toEqual([201, `/api/v1/accounts/targets/${ID}`]);
  const { externalId, roleArn } = made.body;
  expect(roleArn).toBe(`arn:aws:iam::${ID}:role/DR-Cross-Account-Target-Role`);
  const changed = await call(`PUT /api/v1/accounts/targets/${ID}`, { body: { regions: ["us-west-2"] } });
  expect([changed.status, changed.body.externalId, changed.body.name, changed.body.regions]).toEqual([
    200,
    externalId,
    "orders",
    ["us-west-2"],
  ]);
  const valid = await call(`POST /api/v1/accounts/targets/${ID}/validate`);
  expect(valid.body.validation).toEqual({ valid: true, at: "2026-11-23T04:00:00.000Z" });
  expect(tried).toEqual([{ arn: roleArn, externalId }]);
  expect((await call("GET /api/v1/accounts/targets", { role: "DRSReadOnly" })).body.accounts).toHaveLength(1);
  expect((await call(`DELETE /api/v1/accounts/targets/${ID}`, { role: "DRSRecoveryManager" })).body.code).toBe("auth.forbidden");
  expect((await call(`DELETE /api/v1/accounts/targets/${ID}`)).status).toBe(204);
  expect((await call(`GET /api/v1/accounts/targets/${ID}`)).body.code).toBe("account.not_found");
});

test.each([
  ["", "AccessDenied"],
  ["111111111111", "the role led to account 111111111111"],
])("a role that cannot be taken on, or leads elsewhere, is told (%s)", async (account, reason) => {
  const { call } = createWithAccounts(account);
  await call(`PUT /api/v1/accounts/targets/${ID}`, { body: {} });
  expect((await call(`POST /api/v1/accounts/targets/${ID}/validate`)).body.validation).toMatchObject({ valid: false, reason });
});

test("a Region that AWS has not is refused with the nearest that it has", async () => {
  const { call } = createWithAccounts();
  const { status, body } = await call(`PUT /api/v1/accounts/targets/${ID}`, { body: { regions: ["us-east-1", "us-wets-2"] } });
  expect([status, body.errors[0].path, body.errors[0].expected]).toEqual([400, "regions[1]", "us-west-2"]);
});

test("an external id, or another role, is not taken from a request", async () => {
  const { call } = createWithAccounts();
  for (const body of [{ externalId: "mine" }, { roleName: "Admin" }])
    expect((await call(`PUT /api/v1/accounts/targets/${ID}`, { body })).status).toBe(400);
});

test("an environment's settings are shown, its secrets never", async () => {
  const { call } = createWithAccounts();
  const { body } = await call("GET /api/v1/config/production/database", { role: "DRSReadOnly" });
  expect(body.settings).toEqual({ "failover-timeout": "300", "admin-password": "(hidden)", "rds-endpoint": "(hidden)" });
  expect((await call("GET /api/v1/config/staging/database")).body.code).toBe("configuration.not_found");
});
