/** Given a task for another account, when its clients ask who they are, then: a session of the execution's name, taken once, renewed in time; or a refusal that says what is missing. */
import { describe, expect, test } from "vitest";
import { roleFor } from "../src/accounts/account.ts";
import { createClientsAt } from "../src/accounts/places.ts";
import { createSession, sessionNameOf, type SessionDeps } from "../src/accounts/session.ts";
import { atHome, connectedThrough, connectionOf } from "../src/index.ts";

const ACCOUNT = "210987654321";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/DR-Cross-Account-Target-Role`;

function given(change: Partial<SessionDeps> = {}) {
  const taken: unknown[] = [];
  let nowMs = 0;
  const deps: SessionDeps = {
    readAccount: async () => ({ roleArn: ROLE, externalId: "secret-id" }),
    takeRole: async (role, sessionName) => {
      taken.push({ ...role, sessionName });
      return { accessKeyId: `key-${taken.length}`, secretAccessKey: "s", sessionToken: "t", expiration: new Date(nowMs + 900_000) };
    },
    whoAmI: async () => "arn:aws:iam::123456789012:role/DR-DRS-Integration-Role-tasks-us-west-2",
    nowMs: () => nowMs,
    ...change,
  };
  return { keys: createSession(deps, { accountId: ACCOUNT, region: "eu-west-1" }, "exec-7"), taken, pass: (ms: number) => (nowMs += ms) };
}

describe("a session", () => {
  test("is taken once for all clients, under the execution's name, with the external id", async () => {
    const { keys, taken } = given();
    const asked = await Promise.all([keys(), keys(), keys()]);
    expect(asked.map(({ accessKeyId }) => accessKeyId)).toEqual(["key-1", "key-1", "key-1"]);
    expect(taken).toEqual([{ arn: ROLE, externalId: "secret-id", sessionName: "dr-exec-7" }]);
  });

  test("is renewed when five minutes of it are left, and not before", async () => {
    const { keys, pass } = given();
    await keys();
    pass(599_000);
    expect((await keys()).accessKeyId).toBe("key-1");
    pass(2_000);
    expect((await keys()).accessKeyId).toBe("key-2");
  });

  test("that could not be taken is tried again by who asks next", async () => {
    let tries = 0;
    const { keys } = given({
      readAccount: async () => {
        tries += 1;
        if (tries === 1) throw new Error("lost");
        return { roleArn: ROLE, externalId: "secret-id" };
      },
    });
    await expect(keys()).rejects.toThrow("lost");
    expect((await keys()).accessKeyId).toBe("key-1");
  });

  test("that is refused says which role, and the trust policy that it would need, without the external id", async () => {
    const denied = Object.assign(new Error("not authorized"), { name: "AccessDenied" });
    const { keys } = given({ takeRole: () => Promise.reject(denied) });
    const refusal = await keys().catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: "task.role_refused",
      retryable: false,
      message: expect.stringContaining(`${ROLE} cannot be taken (AccessDenied)`) as string,
      details: {
        roleArn: ROLE,
        trustPolicy: {
          Principal: { AWS: "arn:aws:iam::123456789012:role/DR-DRS-Integration-Role-tasks-us-west-2" },
          Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
          Condition: { StringEquals: { "sts:ExternalId": "<as registered>" } },
        },
      },
    });
    expect(JSON.stringify(refusal)).not.toContain("secret-id");
  });

  test("that is throttled is no refusal: it passes", async () => {
    const throttled = Object.assign(new Error("slow"), { name: "Throttling" });
    await expect(given({ takeRole: () => Promise.reject(throttled) }).keys()).rejects.toBe(throttled);
  });
});

test.each([
  ["exec-7", "dr-exec-7"],
  ["01J/ä b", "dr-01J---b"],
  ["x".repeat(90), `dr-${"x".repeat(61)}`],
])("the session of execution %s is called as STS takes it", (executionId, name) => {
  expect(sessionNameOf(executionId)).toBe(name);
  expect(name).toMatch(/^[\w+=,.@-]{2,64}$/);
});

describe("refused before anything is asked", () => {
  test.each([
    ["an account that nobody registered", undefined, "task.account_unknown"],
    ["an account without an external id", { roleArn: ROLE }, "task.account_unknown"],
    ["a role of another name", { roleArn: `arn:aws:iam::${ACCOUNT}:role/Admin`, externalId: "xx" }, "task.role_not_allowed"],
    ["a role of another account", { roleArn: ROLE.replace(ACCOUNT, "111111111111"), externalId: "xx" }, "task.role_not_allowed"],
    ["a Region that is not allowed there", { roleArn: ROLE, externalId: "xx", regions: ["us-east-1"] }, "task.region_not_allowed"],
  ])("%s", (_name, facts, code) => {
    expect(() => roleFor(ACCOUNT, { accountId: ACCOUNT, region: "eu-west-1" }, facts)).toThrow(expect.objectContaining({ code }) as Error);
  });

  test("an adapter that has rights nowhere acts in no other account", () => {
    const at = createClientsAt({ technology: "manual", createClients: () => ({}) }, { AWS_REGION: "us-east-1" });
    expect(() => at({ accountId: ACCOUNT }, "exec-1")).toThrow("this function of manual enters no other account");
  });
});

describe("clients by target", () => {
  const env = { AWS_REGION: "us-east-1", DR_ACCOUNT_ID: "123456789012" };
  const adapter = { technology: "t", createClients: (made: object) => ({ made }) };
  const places = { readAccount: async () => undefined };

  test("the own account takes no role; another Region of it is another place", () => {
    const at = createClientsAt(adapter, env, places);
    expect(at({ accountId: "123456789012" }, "exec-1")).toBe(at(undefined, "exec-2"));
    const west = at({ region: "us-west-2" }, "exec-1");
    expect(connectionOf(west.made as never)).toEqual({ region: "us-west-2" });
  });

  test("each execution has sessions of its own, and shares them", () => {
    const at = createClientsAt(adapter, env, places);
    const target = { accountId: ACCOUNT };
    expect(at(target, "exec-1")).toBe(at(target, "exec-1"));
    expect(at(target, "exec-1")).not.toBe(at(target, "exec-2"));
    for (let index = 0; index < 30; index += 1) at(target, `other-${index}`);
    expect(at(target, "other-29")).toBe(at(target, "other-29"));
  });

  test("secrets, parameters and tables stay those of the function's own place", () => {
    const handler = { handle: () => Promise.reject(new Error("none")) };
    const at = createClientsAt(adapter, connectedThrough(env, { requestHandler: handler as never, readAttempts: 1 }), places);
    const there = at({ accountId: ACCOUNT, region: "eu-west-1" }, "exec-1").made as never;
    expect(connectionOf(there)).toMatchObject({ region: "eu-west-1", readAttempts: 1, credentials: expect.any(Function) as unknown });
    expect(connectionOf(atHome(there))).toEqual({ requestHandler: handler, readAttempts: 1 });
  });
});
