// The stores in memory against the common suite.
import { storeConformance } from "../testing/index.ts";
import { createMemoryStores } from "./memory-stores.ts";

storeConformance("memory", () => Promise.resolve(createMemoryStores()));
