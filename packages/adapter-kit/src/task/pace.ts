/** When to look again: seldom while an operation cannot be done yet, closely when its end is near, seldom again when it takes much too long. */
import type { LedgerItem } from "../ledger/item.ts";
import type { Ledger } from "../ledger/port.ts";
import type { Operation } from "../operation.ts";

/** Share of the expected time after which looks are as close as the operation allows. */
const NEAR_END = 0.8;
/** An overdue operation is looked at every twentieth of the time that it has taken so far. */
const OVERDUE_SHARE = 0.05;
/** SQS delays a message by at most 15 minutes (developer guide, "Delay queues"). */
const MAX_DELAY_SECONDS = 900;
/** A quicker run counts at once, slower ones move the pace by this share: what is kept is near the fastest. */
const SLOWING = 0.2;
/** A pace that moved less than this is not worth a write. */
const WORTH_WRITING = 0.1;

/** Paces of the operations of one process. */
export interface Paces {
  /** Seconds of the estate that the operation takes when it is quick; undefined if nobody knows. */
  readonly expected: (name: string, operation: Pick<Operation<never>, "defaults">) => Promise<number | undefined>;
  /** Learns from an effect that took this long. Never fails: a pace that is not kept costs some looks. */
  readonly learn: (name: string, seconds: number) => Promise<void>;
}

/** Paces kept in the ledger's table, read once in a process. */
export function createPaces(ledger: Pick<Ledger, "readPace" | "writePace">): Paces {
  const known = new Map<string, number | undefined>();
  const read = async (name: string): Promise<number | undefined> => {
    if (!known.has(name)) known.set(name, await ledger.readPace(name).catch(() => undefined));
    return known.get(name);
  };
  return {
    expected: async (name, { defaults }) => (await read(name)) ?? defaults.expectedSeconds,
    learn: async (name, seconds) => {
      const former = await read(name);
      const next = former === undefined || seconds < former ? seconds : former + (seconds - former) * SLOWING;
      if (former !== undefined && Math.abs(next - former) <= former * WORTH_WRITING) return;
      known.set(name, next);
      await ledger.writePace(name, next).catch(() => undefined);
    },
  };
}

/** What the time of the next look depends on. Seconds are the estate's where nothing else is said; `heartbeatSeconds` are the planner's. */
export interface Pacing {
  readonly pollSeconds: number;
  readonly expectedSeconds: number | undefined;
  readonly heartbeatSeconds: number;
  /** Seconds of our clock until the deadline: the last look is then, not later. */
  readonly untilDeadlineSeconds: number;
  readonly timeScale: number;
  readonly secondsSince: (iso: string) => number;
}

/** Seconds of the queue until the next look. */
export function delayOf({ steps }: Pick<LedgerItem, "steps">, pacing: Pacing): number {
  const open = Object.values(steps).filter(({ state }) => state !== "TERMINAL");
  const estateSeconds = Math.min(
    ...open.map(({ state, intentAt, changedAt }) =>
      state === "SUBMITTED" && intentAt !== undefined && changedAt === undefined
        ? untilNextLook(pacing.secondsSince(intentAt), pacing)
        : pacing.pollSeconds,
    ),
  );
  const seconds = (Number.isFinite(estateSeconds) ? estateSeconds : pacing.pollSeconds) / pacing.timeScale;
  const { heartbeatSeconds, untilDeadlineSeconds } = pacing;
  const untilDeadline = untilDeadlineSeconds > 0 ? untilDeadlineSeconds : MAX_DELAY_SECONDS;
  return Math.max(1, Math.ceil(Math.min(seconds, heartbeatSeconds * NEAR_END, untilDeadline, MAX_DELAY_SECONDS)));
}

function untilNextLook(elapsedSeconds: number, { pollSeconds, expectedSeconds = 0 }: Pacing): number {
  const untilNearEnd = expectedSeconds * NEAR_END - elapsedSeconds;
  return Math.max(pollSeconds, untilNearEnd, elapsedSeconds * OVERDUE_SHARE);
}
