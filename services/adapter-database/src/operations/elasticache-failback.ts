/** `database.elasticache_failback`. */
import { elasticacheMove } from "./elasticache-move.ts";

/** Moves the primary of global replication groups back. */
export const elasticacheFailback = elasticacheMove("Moves the primary of ElastiCache global replication groups back to its Region");
