/** What stands against a standby and its primary changing roles. */
import { block, wait, type Finding } from "@dr/adapter-kit";
import { lagFindings } from "../lag-gate.ts";
import type { PairFacts, StandbyContext } from "./facts.ts";

/** Findings on a pair. A switchover needs both sides: without the primary there is only the promotion. */
export function fitPair(facts: PairFacts, context: StandbyContext): readonly Finding[] {
  const { named, other } = facts;
  const { instanceId, engine, replicaOf, replicas } = named;
  if (!engine.startsWith("oracle-")) {
    const message = `${instanceId} is ${engine}: RDS switches over standbys of Oracle alone; promote_read_replica makes others stand alone`;
    return [block("database.other_engine", message, { engine })];
  }
  if (context.mode === "unplanned" && context.executionType === "recovery") {
    const message = "a switchover needs the primary; when that is lost, promote the standby (promote_read_replica)";
    return [block("database.switchover_needs_primary", message)];
  }
  if (other === null) {
    const message = replicas.length === 0 ? "is no standby and has none" : `is the primary of ${replicas.join(", ")}: name the standby`;
    return [block("database.not_a_replica", `${instanceId} ${message}`, { replicas })];
  }
  return replicaOf === null ? [] : replicationFindings(facts, context);
}

function replicationFindings({ named, lag }: PairFacts, context: StandbyContext): readonly Finding[] {
  const { instanceId, replication } = named;
  const broken =
    replication?.isNormal === true
      ? []
      : [wait("database.not_replicating", `${instanceId}: replication is ${replication?.status ?? "unknown"}`, { replication })];
  return [...broken, ...lagFindings(lag, context, { id: instanceId, losesIt: false })];
}
