/** The NetApp ONTAP adapter. */
import { defineAdapter } from "@dr/adapter-kit";
import { createOntapClients, type OntapClients } from "./clients.ts";
import { operations } from "./operations/all.ts";
import { queries } from "./queries.ts";

/** Technology `netapp_ontap`; Amazon FSx for NetApp ONTAP is reached in the same way. */
export const ontapAdapter = defineAdapter<OntapClients>({
  technology: "netapp_ontap",
  version: "1.0.0",
  operations,
  queries,
  createClients: (env) => createOntapClients(env),
});
