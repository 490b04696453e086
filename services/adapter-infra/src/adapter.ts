/** The infrastructure adapter. */
import { defineAdapter } from "@dr/adapter-kit";
import { queries } from "./queries.ts";
import { operations } from "./operations/all.ts";
import { createInfraClients, type InfraClients } from "./infra-client.ts";

/** Technology `infrastructure`. */
export const infraAdapter = defineAdapter<InfraClients>({
  technology: "infrastructure",
  version: "1.1.0",
  operations,
  queries,
  createClients: createInfraClients,
});
