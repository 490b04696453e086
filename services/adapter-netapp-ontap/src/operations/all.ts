/** The operations of this adapter by name. */
import { failback } from "./failback.ts";
import { failover } from "./failover.ts";

/** All of them. */
export const operations = { failover, failback };
