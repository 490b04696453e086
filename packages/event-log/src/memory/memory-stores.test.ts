/** The stores in memory against the common suites. */
import { historyConformance, leaseConformance, planCatalogConformance } from "../testing/index.ts";
import { createMemoryHistoryStore } from "./memory-history-store.ts";
import { createMemoryLeaseStore } from "./memory-lease-store.ts";
import { createMemoryPlanCatalog } from "./memory-plan-catalog.ts";

historyConformance("memory", async () => createMemoryHistoryStore());
planCatalogConformance("memory", async () => createMemoryPlanCatalog());
leaseConformance("memory", async () => createMemoryLeaseStore());
