/** When to look again: seldom while an operation cannot be done yet, closely when its end is near, ever more seldom when it takes longer. */
import type { LedgerItem } from "../ledger/item.ts";
import type { Ledger, Paces } from "../ledger/port.ts";
import type { Operation } from "../operation.ts";

/** The end is near from this share of the expected time on: then looks are as close as the operation allows. */
const NEAR_END = 0.8;
/** An overdue operation is looked at every eighth of the time that it has taken so far: it is heard of at most that much late. */
const OVERDUE_SHARE = 0.125;
/** SQS delays a message by at most 15 minutes (developer guide, "Delay queues"). */
const MAX_DELAY_SECONDS = 900;
/** A quicker run counts at once, slower ones move the pace by this share: what is kept is near the fastest. */
const SLOWING = 0.2;
/** A pace that moved less than this is not worth a write; nor is one that moved less than a second of the queue, by which looks are arranged. */
const WORTH_WRITING = 0.1;

/** Silence is broken a little before the planner would wonder. */
export const SILENCE_SHARE = 0.9;
/**
 * One look in so many is written down though it saw nothing new. Looks between have no number of their own: should a queue deliver one of them twice,
 * both go on until the next write, which only one of them wins.
 */
const LOOKS_PER_WRITE = 3;

/** What the pace of a resource depends on. */
export type PacedOperation = Pick<Operation<never>, "defaults" | "paceOf">;

/** Paces of the operations of one process. */
export interface OperationPaces {
  /** Seconds of the estate that the operation takes on a resource when it is quick; undefined where nobody knows. */
  readonly expected: (name: string, operation: PacedOperation) => Promise<(target: string) => number | undefined>;
  /** Learns from effects that took so long, by resource. Never fails: a pace that is not kept costs some looks. */
  readonly learn: (name: string, operation: PacedOperation, seconds: Paces) => Promise<void>;
}

/** All resources are of this kind if the operation tells none apart. */
const ONLY_KIND = "only";

/** Paces kept in the ledger's table, read once in a process. `timeScale`: seconds of the estate in one of the queue's. */
export function createPaces(ledger: Pick<Ledger, "readPaces" | "writePaces">, timeScale = 1): OperationPaces {
  // Whoever asks while they are read waits for that.
  const known = new Map<string, Promise<Paces>>();
  const read = (name: string): Promise<Paces> => {
    const found = known.get(name) ?? ledger.readPaces(name).catch(() => ({}));
    known.set(name, found);
    return found;
  };
  return {
    expected: async (name, operation) => {
      const paces = await read(name);
      return (target) => {
        const { kind, expectedSeconds } = kindOf(operation, target);
        return paces[kind] ?? expectedSeconds ?? operation.defaults.expectedSeconds;
      };
    },
    learn: async (name, operation, seconds) => {
      const paces = await read(name);
      const moved = Object.entries(quickest(operation, seconds)).flatMap(([kind, took]) => {
        const former = paces[kind];
        const next = former === undefined || took < former ? took : former + (took - former) * SLOWING;
        const tolerated = Math.max((former ?? 0) * WORTH_WRITING, timeScale);
        return former !== undefined && Math.abs(next - former) <= tolerated ? [] : [[kind, next] as const];
      });
      if (moved.length === 0) return;
      const next = { ...paces, ...Object.fromEntries(moved) };
      known.set(name, Promise.resolve(next));
      await ledger.writePaces(name, next).catch(() => undefined);
    },
  };
}

function kindOf({ paceOf }: PacedOperation, target: string) {
  return paceOf?.(target) ?? { kind: ONLY_KIND, expectedSeconds: undefined };
}

/** The quickest resource of each kind is what the next operation is compared with: none of them may be kept waiting. */
function quickest(operation: PacedOperation, seconds: Paces): Paces {
  const found: Record<string, number> = {};
  for (const [target, took] of Object.entries(seconds)) {
    const { kind } = kindOf(operation, target);
    found[kind] = Math.min(found[kind] ?? Infinity, took);
  }
  return found;
}

/** What the time of the next look depends on. Seconds are the estate's where nothing else is said; `heartbeatSeconds` are the planner's. */
export interface Pacing {
  readonly pollSeconds: number;
  readonly expectedSeconds: (target: string) => number | undefined;
  readonly heartbeatSeconds: number;
  /** Seconds of our clock until the deadline: the last look is then, not later. */
  readonly untilDeadlineSeconds: number;
  readonly timeScale: number;
  readonly secondsSince: (iso: string) => number;
}

/** Seconds of the queue until the next look. */
export function delayOf({ steps }: Pick<LedgerItem, "steps">, pacing: Pacing): number {
  const open = Object.entries(steps).filter(([, { state }]) => state !== "TERMINAL");
  const estateSeconds = Math.min(
    ...open.map(([target, { state, intentAt, changedAt }]) =>
      state === "SUBMITTED" && intentAt !== undefined && changedAt === undefined
        ? untilNextLook(pacing.secondsSince(intentAt), pacing.pollSeconds, pacing.expectedSeconds(target))
        : pacing.pollSeconds,
    ),
  );
  const seconds = (Number.isFinite(estateSeconds) ? estateSeconds : pacing.pollSeconds) / pacing.timeScale;
  const { heartbeatSeconds, untilDeadlineSeconds } = pacing;
  const untilDeadline = untilDeadlineSeconds > 0 ? untilDeadlineSeconds : MAX_DELAY_SECONDS;
  return Math.max(1, Math.ceil(Math.min(seconds, heartbeatSeconds * NEAR_END, untilDeadline, MAX_DELAY_SECONDS)));
}

function untilNextLook(elapsedSeconds: number, pollSeconds: number, expectedSeconds = 0): number {
  if (elapsedSeconds < expectedSeconds * NEAR_END) return Math.max(pollSeconds, expectedSeconds * NEAR_END - elapsedSeconds);
  return elapsedSeconds < expectedSeconds ? pollSeconds : Math.max(pollSeconds, elapsedSeconds * OVERDUE_SHARE);
}

/** When the next look will have been written down at the latest: before the planner wonders and asks, for then it must show whether looks were lost. */
export function nextWriteMs({ progress, task }: Pick<LedgerItem, "progress" | "task">, dueMs: number, delaySeconds: number): number {
  const lastWordMs = progress ? Date.parse(progress.at) : 0;
  const untilAskedMs = lastWordMs + task.heartbeatSeconds * SILENCE_SHARE * 1000;
  return Math.max(dueMs, Math.min(dueMs + (LOOKS_PER_WRITE - 1) * delaySeconds * 1000, untilAskedMs));
}
