/** Who leads: a stream of its own in the log, so that one epoch follows the other and each is taken once. */
import { DrError, type DomainEvent } from "@dr/events";
import type { CommandDecider } from "../commands/command-handler.ts";

/** The one stream that tells who leads. */
export const LEADERSHIP_STREAM = "LEAD#platform";

/** `region` is null in epoch 0: then the first of the configured Regions leads. */
export interface Leadership {
  readonly epoch: number;
  readonly region: string | null;
}

/** A Region wants to lead under `epoch`. */
export interface TakeTheLead {
  readonly epoch: number;
  readonly region: string;
  readonly reason: string;
  readonly now: string;
}

/**
 * Accepts the successor of the present epoch alone: an epoch that is skipped would leave every planner behind, for ever. The Region that leads already may ask again.
 * Refused with `execution.stale_epoch`. A wrong take-over is taken back by the next one.
 */
export const leadershipDecider: CommandDecider<Leadership, TakeTheLead> = {
  initialState: { epoch: 0, region: null },
  decide: (state, { epoch, region, reason, now }) => {
    if (epoch === state.epoch && region === state.region) return [];
    if (epoch === state.epoch + 1) return [{ type: "LeadershipTaken", at: now, data: { epoch, region, reason, reissued: [] } }];
    const led = state.region === null ? "nobody took over yet" : `${state.region} leads`;
    const message = `epoch ${epoch} does not follow ${state.epoch} (${led}): expected ${state.epoch + 1}`;
    throw new DrError("execution.stale_epoch", message, { details: { epoch, currentEpoch: state.epoch, region: state.region } });
  },
  evolve: (state, event: DomainEvent) =>
    event.type === "LeadershipTaken" ? { epoch: event.data.epoch, region: event.data.region } : state,
};
