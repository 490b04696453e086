/** The stores on DynamoDB against the common suites, on every engine that runs here. */
import { gzipSync } from "node:zlib";
import { GetCommand, PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { TableManifest } from "@dr/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executionHistoryTable, leaseTable, planCatalogTable, snapshotTable } from "../history/tables.ts";
import {
  createTable,
  findDynoxide,
  historyConformance,
  leaseConformance,
  localDocuments,
  planCatalogConformance,
  planItem,
  snapshotConformance,
  startLocalDynamoDb,
} from "../testing/index.ts";
import { createHistoryStore } from "./dynamo-history-store.ts";
import { createLeaseStore } from "./dynamo-lease-store.ts";
import { createPlanCatalog } from "./dynamo-plan-catalog.ts";
import { createSnapshotStore } from "./dynamo-snapshot-store.ts";

const readKey = async () => "a secret that rights on tables do not give";

describe.each([...(findDynoxide() === null ? [] : (["dynoxide"] as const)), "dynalite" as const])("%s", (engine) => {
  let stop: () => Promise<void>;
  let documents: DynamoDBDocumentClient;
  let tables = 0;

  beforeAll(async () => {
    const local = await startLocalDynamoDb({ engine });
    ({ stop } = local);
    documents = localDocuments(local.endpoint);
  });
  afterAll(() => stop());

  const emptyTable = (table: TableManifest): Promise<string> => {
    tables += 1;
    return createTable(documents, table, `${table.name}-${tables}`);
  };

  historyConformance(engine, async () => createHistoryStore({ documents, tableName: await emptyTable(executionHistoryTable) }));
  planCatalogConformance(engine, async () => createPlanCatalog({ documents, tableName: await emptyTable(planCatalogTable) }));
  leaseConformance(engine, async () => createLeaseStore({ documents, tableName: await emptyTable(leaseTable) }));
  snapshotConformance(engine, async () => createSnapshotStore({ documents, tableName: await emptyTable(snapshotTable), readKey }));

  it("lists plans with one request a page, however many are deleted", async () => {
    const requests: string[] = [];
    const counted = {
      send: (command: { readonly constructor: { readonly name: string } }) => {
        requests.push(command.constructor.name);
        return documents.send(command as never);
      },
    } as unknown as DynamoDBDocumentClient;
    const catalog = createPlanCatalog({ documents: counted, tableName: await emptyTable(planCatalogTable) });
    for (let index = 0; index < 60; index += 1) await catalog.put(planItem(`gone-${index}`, { Deleted: true }));
    for (const id of ["z1", "z2"]) await catalog.put(planItem(id));
    requests.length = 0;
    const first = await catalog.list({ limit: 1 });
    const second = await catalog.list({ limit: 1, cursor: first.cursor });
    expect([first, second].map(({ items }) => items.map(({ PlanId }) => PlanId))).toEqual([["z1"], ["z2"]]);
    expect(requests).toEqual(["QueryCommand", "QueryCommand"]);
  });

  it("uses no snapshot that was written with rights on the table alone", async () => {
    const tableName = await emptyTable(snapshotTable);
    const store = createSnapshotStore({ documents, tableName, readKey });
    const head = { version: 500, hash: "a".repeat(64) };
    const snapshot = { streamId: "EXEC#one", head, anchorVersion: 499, epoch: 0, stateVersion: 1, state: { pause: { approval: 2 } } };
    await store.save(snapshot);
    const { Item = {} } = await documents.send(new GetCommand({ TableName: tableName, Key: { streamId: "EXEC#one" } }));
    const forgeries = [
      { body: gzipSync(JSON.stringify({ pause: { approval: null } })) },
      { epoch: 7 },
      { anchorVersion: 0 },
      { seal: undefined },
      { streamId: "EXEC#two" },
    ];
    for (const forged of forgeries) {
      await documents.send(new PutCommand({ TableName: tableName, Item: { ...Item, ...forged } }));
      expect(await store.load(forged.streamId ?? "EXEC#one")).toBeNull();
    }
    await documents.send(new PutCommand({ TableName: tableName, Item }));
    expect(await store.load("EXEC#one")).toEqual(snapshot);
    expect(
      await createSnapshotStore({ documents, tableName, readKey: async () => "another secret, just as long as the first" }).load(
        "EXEC#one",
      ),
    ).toBeNull();
  });

  it("keeps its snapshots whatever is put in their place with rights on the table alone", async () => {
    const tableName = await emptyTable(snapshotTable);
    const store = createSnapshotStore({ documents, tableName, readKey });
    const snapshot = (version: number) => ({
      streamId: "EXEC#one",
      head: { version, hash: "a".repeat(64) },
      anchorVersion: version - 1,
      epoch: 0,
      stateVersion: 1,
      state: { version },
    });
    await store.save(snapshot(500));
    const { Item = {} } = await documents.send(new GetCommand({ TableName: tableName, Key: { streamId: "EXEC#one" } }));
    const far = Number.MAX_SAFE_INTEGER;
    for (const [index, forged] of [
      { ...Item, version: far },
      { ...Item, version: far, parts: far },
      { streamId: "EXEC#one", version: far },
      { ...Item, version: "latest" },
      { ...Item, version: far, seal: new Uint8Array(32), generation: 1 },
    ].entries()) {
      await documents.send(new PutCommand({ TableName: tableName, Item: forged }));
      expect(await store.load("EXEC#one")).toBeNull();
      const next = snapshot(501 + index);
      await store.save(next);
      expect(await store.load("EXEC#one")).toEqual(next);
    }
  });

  it("keeps no snapshot without a key, and none with a key that is too short", async () => {
    const tableName = await emptyTable(snapshotTable);
    const snapshot = {
      streamId: "EXEC#one",
      head: { version: 500, hash: "a".repeat(64) },
      anchorVersion: 499,
      epoch: 0,
      stateVersion: 1,
      state: {},
    };
    const keyless = createSnapshotStore({ documents, tableName, readKey: undefined });
    await keyless.save(snapshot);
    expect(await keyless.load("EXEC#one")).toBeNull();
    await expect(createSnapshotStore({ documents, tableName, readKey: async () => "short" }).save(snapshot)).rejects.toMatchObject({
      code: "key.invalid",
    });
    expect(await createSnapshotStore({ documents, tableName, readKey }).load("EXEC#one")).toBeNull();
  });
});
