/** What the operations of this adapter are made with. */
import { transitionsOn } from "@dr/adapter-kit";
import type { InfraClients } from "./infra-client.ts";

export const { transition, effects, choice } = transitionsOn<InfraClients>();
