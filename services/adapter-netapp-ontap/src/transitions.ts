/** What the operations of this adapter are made with. */
import { transitionsOn } from "@dr/adapter-kit";
import type { OntapClients } from "./clients.ts";

export const { effects, choice } = transitionsOn<OntapClients>();
