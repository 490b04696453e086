/** The application adapter. */
import { defineAdapter } from "@dr/adapter-kit";
import { createAppClients, type AppClients } from "./app-client.ts";
import { queries } from "./queries.ts";
import { operations } from "./operations.ts";

/** Technology `application`. */
export const appAdapter = defineAdapter<AppClients>({
  technology: "application",
  version: "1.0.0",
  operations,
  queries,
  createClients: createAppClients,
});
