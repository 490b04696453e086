/** What the transitions of this adapter are made with. */
import { transitionsOn } from "@dr/adapter-kit";
import type { DrsClients } from "./clients.ts";

export const { transition } = transitionsOn<DrsClients>();
