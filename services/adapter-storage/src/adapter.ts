/** The storage adapter. */
import { defineAdapter } from "@dr/adapter-kit";
import { operations } from "./operations/all.ts";
import { queries } from "./queries.ts";
import { createStorageClients, type StorageClients } from "./storage-client.ts";

/** Technology `storage`. */
export const storageAdapter = defineAdapter<StorageClients>({
  technology: "storage",
  version: "1.0.0",
  operations,
  queries,
  createClients: createStorageClients,
});
