/** The manual adapter: what people do. */
import { defineAdapter } from "@dr/adapter-kit";
import { createManualClients, type ManualClients } from "./clients.ts";
import { task } from "./operations/task.ts";

/** Technology `manual`. */
export const manualAdapter = defineAdapter<ManualClients>({
  technology: "manual",
  version: "1.0.0",
  operations: { task },
  createClients: createManualClients,
});
