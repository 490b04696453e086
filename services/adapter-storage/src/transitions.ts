/** What the operations of this adapter are made with. */
import { transitionsOn } from "@dr/adapter-kit";
import type { StorageClients } from "./storage-client.ts";

export const { effects, choice } = transitionsOn<StorageClients>();
