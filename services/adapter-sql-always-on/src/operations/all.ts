/** The operations of this adapter by name. */
import { failback, failover } from "./failover.ts";
import { resume } from "./resume.ts";

/** All of them. */
export const operations = { failover, failback, resume };
