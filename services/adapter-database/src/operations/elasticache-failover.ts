/** `database.elasticache_failover`. */
import { elasticacheMove } from "./elasticache-move.ts";

/** Moves the primary of global replication groups to another Region. */
export const elasticacheFailover = elasticacheMove("Moves the primary of ElastiCache global replication groups to another Region");
