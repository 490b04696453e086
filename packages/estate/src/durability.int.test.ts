// The world does not forget: not when our process is killed, not when it starts again at another speed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { DescribeDBClustersCommand, FailoverDBClusterCommand } from "@aws-sdk/client-rds";
import { StartRecoveryCommand } from "@aws-sdk/client-drs";
import { ChangeResourceRecordSetsCommand } from "@aws-sdk/client-route-53";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sourceServerIdFor } from "./services/drs/records.ts";
import { createEstate } from "./estate.ts";
import type { AwsEvent } from "./events/aws-event.ts";
import { createClients, startEstate } from "./testing/estate-fixture.ts";
import { createHandClock, START_MS } from "./testing/hand-clock.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "estate-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const SEED = {
  rds: { clusters: [{ identifier: "orders" }] },
  drs: { sourceServers: [{ id: "i-app01" }] },
  route53: {
    zones: [{ id: "Z1", name: "company.com", records: [{ name: "app.company.com", type: "CNAME", values: ["old.example.com"] }] }],
  },
};
const failover = new FailoverDBClusterCommand({ DBClusterIdentifier: "orders", TargetDBInstanceIdentifier: "orders-instance-2" });
const recovery = new StartRecoveryCommand({ isDrill: true, sourceServers: [{ sourceServerID: sourceServerIdFor("i-app01") }] });
const dns = new ChangeResourceRecordSetsCommand({
  HostedZoneId: "Z1",
  ChangeBatch: {
    Changes: [
      {
        Action: "UPSERT",
        ResourceRecordSet: { Name: "app.company.com", Type: "CNAME", TTL: 60, ResourceRecords: [{ Value: "new.example.com" }] },
      },
    ],
  },
});

/** Serves the estate from another process, which the test can kill. */
const spawnEstate = async () => {
  const child = spawn(process.execPath, [fileURLToPath(new URL("./testing/serve-estate.ts", import.meta.url)), dataDir, String(START_MS)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  return {
    url: String(url.value),
    async kill() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
};

test("SIGKILL right after each answer loses no effect and repeats none; the transitions go on", async () => {
  const seeding = createEstate({ dataDir, clock: () => START_MS, seed: "test" });
  seeding.seed(SEED);
  seeding.close();
  for (const command of ["failover", "recovery", "dns"] as const) {
    const served = await spawnEstate();
    const clients = createClients(served.url, "us-east-1");
    if (command === "failover") await clients.rds.send(failover);
    if (command === "recovery") await clients.drs.send(recovery);
    if (command === "dns") await clients.route53.send(dns);
    await served.kill();
    for (const client of Object.values(clients)) client.destroy();
  }
  const clock = createHandClock();
  const estate = createEstate({ dataDir, clock: clock.now });
  expect(estate.effects().map(({ seq, action, outcome, at }) => ({ seq, action, outcome, at }))).toEqual([
    { seq: 1, action: "FailoverDBCluster", outcome: "applied", at: "2026-11-23T04:00:00.000Z" },
    { seq: 2, action: "StartRecovery", outcome: "applied", at: "2026-11-23T04:00:00.000Z" },
    { seq: 3, action: "ChangeResourceRecordSets", outcome: "applied", at: "2026-11-23T04:00:00.000Z" },
  ]);
  expect(estate.state().rds.clusters[0]).toMatchObject({ status: "available", writer: "orders-instance-1" });
  expect(estate.state().route53.changes).toMatchObject([{ Status: "PENDING" }]);
  clock.pass(16 * 60);
  expect(estate.state().rds.clusters[0]).toMatchObject({ status: "available", writer: "orders-instance-2" });
  expect(estate.state().drs.jobs).toMatchObject([{ status: "COMPLETED" }]);
  expect(estate.state().route53.changes).toMatchObject([{ Status: "INSYNC" }]);
  estate.close();
});

test("a process that never closed leaves everything for the next, faults included", async () => {
  const left = await startEstate({ dataDir });
  left.estate.seed(SEED);
  left.estate.faults.add({ kind: "throttle", times: 3 });
  await left.clients.rds.send(new DescribeDBClustersCommand({})).catch(() => undefined);
  const next = createEstate({ dataDir, clock: left.clock.now });
  expect(next.faults.list()).toMatchObject([{ kind: "throttle", times: 3, remaining: 2 }]);
  expect(next.state().rds.clusters.map(({ identifier }) => identifier)).toEqual(["orders"]);
  next.close();
  await left.stop();
});

describe("estate time", () => {
  const open = (wallMs: number, speed: number) => createEstate({ dataDir, clock: () => wallMs, speed });
  const estateTime = (wallMs: number, speed: number) => {
    const estate = open(wallMs, speed);
    const now = estate.nowMs();
    estate.close();
    return now - START_MS;
  };

  test("runs at its speed, through the time that we were not there, and keeps its place when the speed changes", () => {
    expect(estateTime(START_MS, 60)).toBe(0);
    expect(estateTime(START_MS + 10_000, 60)).toBe(600_000);
    expect(estateTime(START_MS + 20_000, 1)).toBe(1_200_000);
    expect(estateTime(START_MS + 25_000, 1)).toBe(1_205_000);
  });

  test("must run forward", () => {
    expect(() => open(START_MS, 0)).toThrow("estate.speed: expected a positive number, got 0");
  });
});

describe("events", () => {
  test("that nobody took before the end are delivered by the next process, once", async () => {
    const clock = createHandClock();
    const taken: AwsEvent[] = [];
    const refuse = () => Promise.reject(new Error("bus is down"));
    const timers = { set: () => () => undefined };
    const first = await startEstate({ dataDir, clock: clock.now, onEvent: refuse, timers });
    first.estate.seed(SEED);
    await first.clients.rds.send(failover);
    clock.pass(60);
    await first.estate.deliverDueEvents();
    await first.stop();
    const second = createEstate({ dataDir, clock: clock.now, onEvent: (event) => void taken.push(event), timers });
    await second.deliverDueEvents();
    second.close();
    expect(taken.map(({ detail }) => detail["EventID"])).toEqual(["RDS-EVENT-0073", "RDS-EVENT-0071"]);
    const third = createEstate({ dataDir, clock: clock.now, onEvent: (event) => void taken.push(event), timers });
    await third.deliverDueEvents();
    third.close();
    expect(taken).toHaveLength(2);
  });
});

test("a file of another format is refused", () => {
  createEstate({ dataDir, clock: () => START_MS }).close();
  const file = join(dataDir, "estate.sqlite");
  const db = new DatabaseSync(file);
  db.exec("UPDATE meta SET value = '99' WHERE key = 'format'");
  db.close();
  expect(() => createEstate({ dataDir, clock: () => START_MS })).toThrow(
    `estate.storage_format: ${file} has format 99, this version reads 1`,
  );
});
