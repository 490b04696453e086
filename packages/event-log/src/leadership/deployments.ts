/** What is deployed where and alive: each part of a Region says so from time to time, and a Region may lead only while all of its parts do. */

/** The parts without which nobody can lead. */
export const LEADING_PARTS = ["planner", "publisher"] as const;
/** A part without which nobody can lead. */
export type LeadingPart = (typeof LEADING_PARTS)[number];

/** A sign of life. */
export interface Beat {
  readonly region: string;
  readonly part: string;
  readonly at: string;
}

/** The signs of life of all Regions. */
export interface DeploymentStore {
  readonly write: (beat: Beat) => Promise<void>;
  /** The last one of each part of a Region, by a consistent read. */
  readonly read: (region: string) => Promise<readonly Beat[]>;
}

/** Says that a part lives; often enough to be believed, seldom enough to cost nothing. */
export type SayAlive = () => Promise<void>;

const EVERY_MS = 30_000;
/** Two scheduled runs of a minute each, and some delay. */
const FRESH_MS = 150_000;

/** A part of a Region that says that it lives. Failing to say so fails nothing: the part works, and the next run says it. */
export function createSayAlive(deps: {
  readonly deployments: Pick<DeploymentStore, "write">;
  readonly region: string;
  readonly part: LeadingPart;
  readonly clock: { readonly nowMs: () => number; readonly nowIso: () => string };
  readonly logger: { readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void };
}): SayAlive {
  const { deployments, region, part, clock, logger } = deps;
  let lastMs = Number.NEGATIVE_INFINITY;
  return async () => {
    const nowMs = clock.nowMs();
    if (Math.abs(nowMs - lastMs) < EVERY_MS) return;
    try {
      await deployments.write({ region, part, at: clock.nowIso() });
      lastMs = nowMs;
    } catch (error) {
      logger.warn("a sign of life could not be written; the next run tries again", { region, part, error });
    }
  };
}

/** The parts of a Region that are not known to live at `nowMs`: none of them may be missing where somebody wants to lead. */
export function silentParts(beats: readonly Beat[], nowMs: number): readonly LeadingPart[] {
  return LEADING_PARTS.filter((part) => !beats.some((beat) => beat.part === part && Math.abs(nowMs - Date.parse(beat.at)) < FRESH_MS));
}
