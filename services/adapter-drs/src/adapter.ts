/** The DRS adapter. */
import { defineAdapter } from "@dr/adapter-kit";
import { createDrsClients, type DrsClients } from "./clients.ts";
import { drsEvents } from "./drs-events.ts";
import { queries } from "./queries.ts";
import { operations } from "./operations.ts";

/** Technology `drs`. */
export const drsAdapter = defineAdapter<DrsClients>({
  technology: "drs",
  version: "1.0.0",
  operations,
  queries,
  echo: drsEvents,
  createClients: createDrsClients,
});
