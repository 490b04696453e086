/** The operations of this adapter by name. */
import { configureReplication } from "./configure-replication.ts";
import { failback } from "./failback.ts";
import { failover } from "./failover.ts";

/** All of them. */
export const operations = { failover, failback, configure_replication: configureReplication };
