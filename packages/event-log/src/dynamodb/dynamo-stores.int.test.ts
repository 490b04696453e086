/** The stores on DynamoDB against the common suites, on every engine that runs here. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { TableManifest } from "@dr/runtime";
import { afterAll, beforeAll, describe } from "vitest";
import { executionHistoryTable, leaseTable, planCatalogTable, snapshotTable } from "../history/tables.ts";
import {
  createTable,
  findDynoxide,
  historyConformance,
  leaseConformance,
  localDocuments,
  planCatalogConformance,
  snapshotConformance,
  startLocalDynamoDb,
} from "../testing/index.ts";
import { createHistoryStore } from "./dynamo-history-store.ts";
import { createLeaseStore } from "./dynamo-lease-store.ts";
import { createPlanCatalog } from "./dynamo-plan-catalog.ts";
import { createSnapshotStore } from "./dynamo-snapshot-store.ts";

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
  snapshotConformance(engine, async () => createSnapshotStore({ documents, tableName: await emptyTable(snapshotTable) }));
});
