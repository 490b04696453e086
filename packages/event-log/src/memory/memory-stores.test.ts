/** The stores in memory against the common suites. */
import { historyConformance, leaseConformance, planCatalogConformance, snapshotConformance } from "../testing/index.ts";
import { createMemoryHistoryStore } from "./memory-history-store.ts";
import { createMemoryLeaseStore } from "./memory-lease-store.ts";
import { createMemoryPlanCatalog } from "./memory-plan-catalog.ts";
import { createMemorySnapshotStore } from "./memory-snapshot-store.ts";

historyConformance("memory", async () => createMemoryHistoryStore());
planCatalogConformance("memory", async () => createMemoryPlanCatalog());
leaseConformance("memory", async () => createMemoryLeaseStore());
snapshotConformance("memory", async () => createMemorySnapshotStore());
