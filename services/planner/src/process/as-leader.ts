/** Runs what only the leading Region may do, under the epoch that it leads. */
import { hasCode } from "@dr/events";
import type { Lead, Standing } from "@dr/event-log";
import type { Logger, Metrics } from "@dr/runtime";

/**
 * Runs `command` under this Region's epoch and gives its result, or null if another Region leads: this planner has to stop, and trying again would never
 * help. The Region that leads asks the adapters again, so nothing is lost. `command` may run twice: a first try under an epoch that was over wrote nothing.
 */
export type AsLeader = <T>(command: (epoch: number) => Promise<T>, logger: Logger) => Promise<T | null>;

/** How this Region stands; one that does not lead, as far as it knew, has looked again. */
export async function ownStanding(lead: Pick<Lead, "current" | "refresh">): Promise<Standing> {
  const known = await lead.current();
  return known.leads ? known : lead.refresh();
}

/** Whoever turns out to be behind reads the log before giving up: its own Region may have taken the lead again under a new epoch. */
export function createAsLeader({ lead, metrics }: { readonly lead: Lead; readonly metrics: Metrics }): AsLeader {
  return async (command, logger) => {
    const known = await lead.current();
    const first = await tryUnder(known, command);
    if (first.done) return first.result;
    const now = await lead.refresh();
    const second = now.leads && (!known.leads || now.epoch > known.epoch) ? await tryUnder(now, command) : first;
    if (second.done) return second.result;
    logger.warn("another Region leads; nothing was recorded here", { leader: now.region, epoch: now.epoch, reason: second.reason });
    metrics.count("StaleEpoch");
    return null;
  };
}

type Tried<T> = { readonly done: true; readonly result: T } | { readonly done: false; readonly reason: string };

async function tryUnder<T>({ leads, region, epoch }: Standing, command: (epoch: number) => Promise<T>): Promise<Tried<T>> {
  if (!leads) return { done: false, reason: `${region} leads under epoch ${epoch}` };
  try {
    return { done: true, result: await command(epoch) };
  } catch (error) {
    if (!hasCode(error, "execution.stale_epoch")) throw error;
    return { done: false, reason: (error as Error).message };
  }
}
