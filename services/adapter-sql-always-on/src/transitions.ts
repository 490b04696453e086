/** What the operations of this adapter are made with. */
import { transitionsOn } from "@dr/adapter-kit";
import type { SqlClients } from "./clients.ts";

export const { effects, choice, transition } = transitionsOn<SqlClients>();
