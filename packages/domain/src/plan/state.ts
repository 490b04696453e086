/** The folded state of a plan: its immutable versions. */
import type { PlanHeader, Unresolved, WaveSpec } from "@dr/events";

/** One version of a plan; never changes once it is sealed. `createdAt` is ISO 8601, UTC. */
export interface PlanVersion {
  readonly version: number;
  readonly header: PlanHeader;
  readonly planHash: string;
  readonly waves: readonly WaveSpec[];
  readonly waveCount: number;
  readonly taskCount: number;
  readonly pointOfNoReturn: { readonly waveNumber: number; readonly taskId: string } | null;
  readonly createdAt: string;
  /** What it names of which nobody knew, when it was saved, that it is there; absent if all was found. */
  readonly unresolved?: readonly Unresolved[];
  /** How many more of them there are than are listed. */
  readonly unresolvedUnlisted?: number;
}

/** Slices of a version that is being written, by part number; `key` of the map that holds them is version and hash. */
export type PendingSlices = Readonly<Record<number, readonly WaveSpec[]>>;

/** All that is known of a plan. `currentVersion` is 0 before the first version. */
export interface PlanState {
  readonly exists: boolean;
  readonly deleted: boolean;
  readonly currentVersion: number;
  readonly versions: Readonly<Record<number, PlanVersion>>;
  /** Slices without a seal yet, keyed by `<version>:<planHash>`; those of a write that crashed are dropped with the next seal. */
  readonly pending: Readonly<Record<string, PendingSlices>>;
  readonly deletedAt: string | null;
}

/** A plan of which nothing is known. */
export const initialPlanState: PlanState = { exists: false, deleted: false, currentVersion: 0, versions: {}, pending: {}, deletedAt: null };

/** Key of the slices of one version that is being written. */
export function pendingKey(version: number, planHash: string): string {
  return `${version}:${planHash}`;
}

/** The version asked for (default: the current one), or undefined. Versions of a deleted plan stay readable. */
export function planVersion(state: PlanState, version = state.currentVersion): PlanVersion | undefined {
  return state.versions[version];
}
