/** The last stage: where each bucket is written now, what the other side had not received, and how replication stands. */
import { type Evidence, type TransitionEffects, parseStage } from "@dr/adapter-kit";
import type { ReplicationMetrics } from "../api/metric-client.ts";
import { isLost, pairOf, readMetrics, regionsOf, type Direction, type S3Context } from "../direction.ts";
import type { BucketResources, SwitchConfig } from "../input.ts";
import type { S3Clients } from "../s3-client.ts";

/** What is known of a bucket before and after. */
interface PairState {
  readonly from: string | null;
  readonly to: string | null;
  readonly metrics: ReplicationMetrics;
}

async function readState(context: S3Context, target: string, direction: Direction): Promise<PairState> {
  const pair = await pairOf(context, parseStage(target).name, direction);
  return { ...pair, metrics: await readMetrics(context, direction, pair) };
}

function evidenceOf(state: PairState, context: S3Context, target: string, direction: Direction): Evidence {
  const bucket = parseStage(target).name;
  const { to } = regionsOf(context, direction);
  const moved = direction === "over" ? { bucketsFailedOver: [bucket] } : { bucketsFailedBack: [bucket] };
  const after = { activeRegion: to, ...moved, activeBucket: state.to, replicationMetrics: state.metrics };
  if (!isLost(context)) return { after, ...drained(state) };
  const { latencySeconds } = state.metrics;
  return {
    after,
    rpo: { seconds: latencySeconds, method: "s3_replication_latency", confidence: latencySeconds === null ? "unknown" : "estimate" },
    dataLoss: { possible: latencySeconds !== 0, ...(latencySeconds === null ? {} : { seconds: latencySeconds }) },
    warnings: [`what ${state.from ?? bucket} had not replicated when it was lost is not in ${state.to ?? "the replica"}`],
  };
}

/** Nothing is lost where nothing is pending; what nobody measures is not nothing. */
function drained({ from, to, metrics }: PairState): Pick<Evidence, "rpo" | "dataLoss" | "warnings"> {
  if (metrics.pendingOperations !== null)
    return { rpo: { seconds: 0, method: "replication_drained", confidence: "estimate" }, dataLoss: { possible: false } };
  return {
    rpo: { seconds: null, method: "replication_drained", confidence: "unknown" },
    dataLoss: { possible: true },
    warnings: [`nobody measures what of ${from ?? ""} is under way to ${to ?? ""}: turn on replication metrics`],
  };
}

/** Nothing is changed by it: it ends when what is under way has arrived, or could not be known. */
export function confirm(direction: Direction): TransitionEffects<S3Clients, BucketResources, SwitchConfig> {
  return {
    settleSeconds: 0,
    expectedSeconds: 1,
    forward: {
      prepare: async (context, target) => ({ state: "ready", pre: await readState(context, target, direction) }),
      act: async () => null,
      poll: async (context, target) => {
        const state = await readState(context, target, direction);
        const pending = isLost(context) ? 0 : (state.metrics.pendingOperations ?? 0);
        if (pending === 0) return { state: "completed", evidence: evidenceOf(state, context, target, direction) };
        return {
          state: "in_progress",
          message: `${pending} changes of ${state.from ?? ""} have not arrived at ${state.to ?? ""} yet`,
          percent: 90,
        };
      },
      discover: async () => ({ state: "found", handle: null }),
    },
    back: {
      prepare: async () => ({ state: "noop", evidence: { after: {} } }),
      act: async () => null,
      poll: async () => ({ state: "completed", evidence: { after: {} } }),
      discover: async () => ({ state: "not_started" }),
    },
  };
}
