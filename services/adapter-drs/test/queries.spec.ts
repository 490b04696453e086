/** What the adapter answers of DRS itself, without changing anything. */
import { connectedThrough } from "@dr/adapter-kit";
import { createTestEstate } from "@dr/estate/testing";
import { expect, test } from "vitest";
import { createDrsClients } from "../src/clients.ts";
import { queries } from "../src/queries.ts";
import { failbackSeed, RECOVERED, SERVER } from "./failback-seed.ts";

function open() {
  const { estate, sdkConfig } = createTestEstate();
  estate.seed(failbackSeed());
  const { credentials, requestHandler } = sdkConfig();
  const clients = createDrsClients(connectedThrough({ AWS_REGION: "us-west-2" }, { credentials, requestHandler, readAttempts: 1 }));
  return { at: { clients, now: "2026-11-23T04:00:00.000Z" }, estate };
}

test("servers come with their replication and their recovery instances", async () => {
  const { at, estate } = open();
  expect(await queries.servers.run(at, {})).toMatchObject({
    servers: [{ sourceServerId: SERVER, replicationState: "CONTINUOUS", recoveryInstances: [{ recoveryInstanceId: RECOVERED }] }],
  });
  expect(await queries.servers.run(at, { region: "eu-west-1" })).toEqual({ servers: [] });
  expect(estate.effects({})).toEqual([]);
});

test("jobs and quotas tell what is used", async () => {
  const { at } = open();
  await at.clients.drs().startRecovery([{ sourceServerId: SERVER }], true);
  expect(await queries.jobs.run(at, {})).toMatchObject({ jobs: [{ initiatedBy: "START_DRILL", servers: [{ sourceServerId: SERVER }] }] });
  expect(await queries.quotas.run(at, {})).toMatchObject({
    concurrentJobs: { used: 1, max: 20 },
    serversInJobs: { used: 1, max: 500 },
    replicatingServers: { used: 1, max: 300 },
  });
});
