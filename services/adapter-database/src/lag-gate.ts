/** The gate in front of a change that may lose what a secondary has not received: the lag is read before, judged by `rpoSeconds`, and recorded. */
import { block, info, wait, warn, type Finding, type TaskContext } from "@dr/adapter-kit";
import type { Rpo } from "@dr/events";
import type { Lag } from "./lag-client.ts";

type Gate = Pick<TaskContext<unknown, unknown, { readonly rpoSeconds?: number | undefined }>, "config" | "mode">;

/**
 * What the lag says. A planned change waits until it is small enough. An unplanned one cannot wait for a primary that is lost: more than
 * `rpoSeconds` is refused, so that a person decides; a lag that nobody knows is a warning, never an obstacle.
 */
export function lagFindings(
  lag: Lag | null,
  { config: { rpoSeconds }, mode }: Gate,
  { id, losesIt }: { readonly id: string; readonly losesIt: boolean },
): readonly Finding[] {
  if (lag === null) return [];
  const { seconds, sampledAt } = lag;
  if (seconds === null) {
    const message = `${id}: the replication lag is not known`;
    if (rpoSeconds === undefined) return losesIt ? [warn("database.lag_unknown", message)] : [];
    return [
      mode === "planned" ? wait("database.lag_unknown", message, { rpoSeconds }) : warn("database.lag_unknown", message, { rpoSeconds }),
    ];
  }
  const evidence = { lagSeconds: seconds, sampledAt, ...(rpoSeconds === undefined ? {} : { rpoSeconds }) };
  const message = `${id}: the secondary is ${seconds} s behind (${sampledAt ?? "time unknown"})`;
  if (rpoSeconds === undefined || seconds <= rpoSeconds) return [info("database.lag", message, evidence)];
  const exceeded = `${message}, more than the ${rpoSeconds} s of rpoSeconds`;
  if (mode === "planned") return [wait("database.rpo_exceeded", exceeded, evidence)];
  return [block("database.rpo_exceeded", `${exceeded}; raise rpoSeconds if that loss is accepted`, evidence)];
}

/** The loss of a change that gives up what had not arrived: the lag at the last sample, an estimate; unknown if there was none. */
export function lossOf(lag: Lag | null): Rpo {
  if (lag === null || lag.seconds === null) return { seconds: null, method: "replication_lag_before_failover", confidence: "unknown" };
  return { seconds: lag.seconds, method: "replication_lag_before_failover", confidence: "estimate" };
}

/** From when on writes may be missing, for those who reconcile; undefined if nobody knows. */
export function lossWindow(lag: Lag | null): { readonly from: string; readonly to: "loss of the primary" } | undefined {
  if (lag === null || lag.seconds === null || lag.sampledAt === null) return undefined;
  return { from: new Date(Date.parse(lag.sampledAt) - lag.seconds * 1000).toISOString(), to: "loss of the primary" };
}
