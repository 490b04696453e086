/** The real `mssql` driver against simulated instances over TDS with TLS: a given authority, the instance's name, the password of the secret. */
import { connectedThrough } from "@dr/adapter-kit";
import { createTestEstate } from "@dr/estate/testing";
import { createServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDriver } from "../src/api/driver-client.ts";
import { classifySql } from "../src/api/sql-error.ts";
import { createReplicaPort } from "../src/api/replica-client.ts";
import type { InstanceAddress } from "../src/api/runner.ts";
import { createSqlClients } from "../src/clients.ts";
import { secretOf } from "../src/group.ts";
import { productionGroup } from "./sql-world.ts";

const { estate, clock, sdkConfig } = createTestEstate();
let front: Awaited<ReturnType<typeof estate.openFronts>>;
let address: InstanceAddress;

beforeAll(async () => {
  estate.seed(productionGroup());
  front = await estate.openFronts();
  estate.seed({ secretsmanager: { secrets: front.secrets() } });
  address = JSON.parse(front.secrets().find(({ name }) => name.endsWith("SQL-DR-01"))!.value) as InstanceAddress;
});
afterAll(() => front.close());

const port = (change: Partial<InstanceAddress> = {}) => createReplicaPort(createDriver({ ...address, ...change }));

test("reads a group, changes its modes and moves it, reached by what the secrets say", async () => {
  const { region, credentials, requestHandler } = sdkConfig();
  const clients = createSqlClients(connectedThrough({ AWS_REGION: region }, { credentials, requestHandler }));
  const [prod, dr] = [await clients.instance("SQL-PROD-01"), await clients.instance("SQL-DR-01")];
  const seen = await prod.group("productionag");
  expect(seen).toMatchObject({ name: "ProductionAG", clusterType: "WSFC", quorum: "NORMAL_QUORUM", primary: "SQL-PROD-01" });
  expect(seen?.databases.map(({ name, replica, lagSeconds, isReady }) => [name, replica, lagSeconds, isReady])).toEqual([
    ["ProductionDB", "SQL-PROD-01", 0, true],
    ["UserDB", "SQL-PROD-01", 0, true],
    ["ProductionDB", "SQL-DR-01", 2, false],
    ["UserDB", "SQL-DR-01", 2, false],
  ]);
  // A secondary tells of itself alone.
  expect((await dr.group("ProductionAG"))?.databases.map(({ replica }) => replica)).toEqual(["SQL-DR-01", "SQL-DR-01"]);
  await expect(dr.failover("ProductionAG")).rejects.toMatchObject({ name: "RequestError", number: 41_142 });
  await expect(dr.setMode("ProductionAG", "SQL-DR-01", "SYNCHRONOUS_COMMIT")).rejects.toMatchObject({ number: 41_190 });
  for (const replica of ["SQL-PROD-01", "SQL-DR-01"]) await prod.setMode("ProductionAG", replica, "SYNCHRONOUS_COMMIT");
  clock.pass(30);
  await dr.failover("ProductionAG");
  expect((await dr.group("ProductionAG"))?.replicas.map(({ role }) => role)).toEqual([null, "RESOLVING"]);
  clock.pass(30);
  const after = await dr.group("ProductionAG");
  expect([after?.primary, after?.databases.filter(({ isLocal }) => isLocal).map(({ state }) => state)]).toEqual([
    "SQL-DR-01",
    ["ONLINE", "ONLINE"],
  ]);
  expect(estate.effects({ action: "PlannedFailover", outcome: "applied" })).toHaveLength(1);
});

test("a named instance is reached by a secret without the backslash, in whatever case the plan writes its own", async () => {
  const other = createTestEstate();
  other.estate.seed({ sqlserver: { instances: [{ name: "SQL-DR-01\\INST1" }] } });
  const opened = await other.estate.openFronts();
  try {
    other.estate.seed({ secretsmanager: { secrets: opened.secrets() } });
    const { region, credentials, requestHandler } = other.sdkConfig();
    const clients = createSqlClients(connectedThrough({ AWS_REGION: region }, { credentials, requestHandler }));
    expect(await (await clients.instance("SQL-DR-01\\INST1")).group("ProductionAG")).toBeNull();
    expect(secretOf({ "SQL-DR-01\\inst1": "by/hand" }, "sql-dr-01\\INST1")).toBe("by/hand");
  } finally {
    await opened.close();
  }
});

test("an instance that never answers is waited for no longer than the look may take", async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => void silent.listen(0, "127.0.0.1", resolve));
  const { port: unanswered } = silent.address() as AddressInfo;
  const asked = port({ port: unanswered }).group("ProductionAG", 300);
  await expect(asked).rejects.toMatchObject({ name: "ConnectionError", message: expect.stringContaining("in 300ms") as string });
  silent.close();
});

test("names are quoted: one that closes its bracket is still one name", async () => {
  await expect(port().resume("x] SET OFFLINE; DROP DATABASE [y")).rejects.toMatchObject({ number: 5_011 });
  await expect(port().group("it's'; DROP TABLE x --")).resolves.toBeNull();
});

test.each([983, 976, 41_190])("error %d of a role that changes hands comes as the driver's", async (number) => {
  estate.faults.add({ kind: "error-before", action: "ModifyReplica", code: String(number), times: 1 });
  const error = await port()
    .setMode("ProductionAG", "SQL-DR-01", "SYNCHRONOUS_COMMIT")
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: "RequestError", number });
  expect(classifySql(error)).toMatchObject({ class: "CONFLICT", failure: { code: "sql.not_now", retryable: true } });
});

test("a connection that is cut in the middle is an error without a number", async () => {
  estate.faults.add({ kind: "reset-after-accept", action: "ResumeDatabase", times: 1 });
  const error = await port()
    .resume("UserDB")
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: "RequestError", number: "ECONNRESET" });
  expect(classifySql(error).class).toBe("UNKNOWN_OUTCOME");
});

test.each([
  ["without its authority", { ca: undefined }, "ESOCKET"],
  ["with a wrong password", { password: "guessed" }, "ELOGIN"],
])("%s it is refused", async (_name, change, code) => {
  await expect(port(change).group("ProductionAG")).rejects.toMatchObject({ name: "ConnectionError", code });
});
