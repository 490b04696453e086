/** Whether this Region leads, as the log tells it: read seldom, and again as soon as anything says that it changed. */
import type { Commit, EventLog } from "../port.ts";
import { createStateCache } from "../commands/state-cache.ts";
import { createStreamLoader } from "../commands/load-stream.ts";
import { LEADERSHIP_STREAM, leadershipDecider, type Leadership } from "./leadership.ts";

/** Who leads, under which epoch, and whether it is this Region. */
export interface Standing {
  readonly epoch: number;
  readonly region: string;
  readonly leads: boolean;
}

/**
 * What a process knows of the lead. It may be behind by `maxAgeMs`: whoever writes to an execution's stream is held to the epoch of that stream, so
 * a Region that does not know yet that it lost the lead cannot write to what was taken over.
 */
export interface Lead {
  /** As last read. Throws what reading the log throws. */
  readonly current: () => Promise<Standing>;
  /** As it is now, by a consistent read. */
  readonly refresh: () => Promise<Standing>;
  /** A commit passed by: one that tells of another leader has the lead read again at the next question. */
  readonly notice: (commit: Pick<Commit, "streamId" | "epoch">) => void;
}

/** What a lead is built from: `regions` are all that may lead; the first leads until the log says otherwise. */
export interface LeadDeps {
  readonly log: EventLog;
  readonly region: string;
  readonly regions: readonly string[];
  readonly clock: { readonly nowMs: () => number };
  readonly maxAgeMs?: number;
}

const MAX_AGE_MS = 30_000;

/** What this process knows of the lead; one for all that it does. */
export function createLead({ log, region, regions, clock, maxAgeMs = MAX_AGE_MS }: LeadDeps): Lead {
  const { initialState, evolve } = leadershipDecider;
  const load = createStreamLoader({ log, initialState, evolve, cache: createStateCache<Leadership>({ maxStreams: 1 }) });
  let known: { readonly standing: Standing; readonly atMs: number } | undefined;
  let reading: Promise<Standing> | undefined;

  const read = async (): Promise<Standing> => {
    const atMs = clock.nowMs();
    const { state } = await load(LEADERSHIP_STREAM);
    const leader = state.region ?? regions[0] ?? region;
    const standing = { epoch: state.epoch, region: leader, leads: leader === region };
    known = { standing, atMs };
    return standing;
  };
  const refresh = async (): Promise<Standing> => {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  return {
    refresh,
    current: async () => {
      // A clock that was set back must not keep an old answer alive.
      const ageMs = known === undefined ? Infinity : Math.abs(clock.nowMs() - known.atMs);
      return known !== undefined && ageMs < maxAgeMs ? known.standing : refresh();
    },
    notice: ({ streamId, epoch }) => {
      if (known !== undefined && (streamId === LEADERSHIP_STREAM || epoch > known.standing.epoch)) known = undefined;
    },
  };
}
