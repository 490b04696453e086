/** What the operations of this adapter are made with. */
import { transitionsOn } from "@dr/adapter-kit";
import type { DatabaseClients } from "./rds-client.ts";

export const { effects, choice } = transitionsOn<DatabaseClients>();
