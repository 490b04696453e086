/** The infrastructure adapter. */
import { defineAdapter } from "@dr/adapter-kit";
import { dnsUpdate } from "./operations/dns-update.ts";
import { createInfraClients, type InfraClients } from "./route53-client.ts";

/** Technology `infrastructure`. */
export const infraAdapter = defineAdapter<InfraClients>({
  technology: "infrastructure",
  version: "1.0.0",
  operations: { dns_update: dnsUpdate },
  createClients: createInfraClients,
});
