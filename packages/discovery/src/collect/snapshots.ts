/** The last good look at each account and Region: what is known of a Region that is lost. */
import type { DiscoveryTarget, Sighting } from "../core/inventory.ts";

/** One complete look. */
export interface TargetSnapshot {
  /** ISO 8601, UTC. */
  readonly asOf: string;
  readonly sightings: readonly Sighting[];
}

/** Keeps the newest snapshot of every target. Must not lie in the Region that may be lost. */
export interface SnapshotStore {
  readonly read: (target: DiscoveryTarget) => Promise<TargetSnapshot | undefined>;
  /** Replaces the one before. */
  readonly write: (target: DiscoveryTarget, snapshot: TargetSnapshot) => Promise<void>;
}

/** Snapshots in memory. */
export function createMemorySnapshots(): SnapshotStore {
  const kept = new Map<string, TargetSnapshot>();
  const keyOf = ({ account, region }: DiscoveryTarget): string => `${account}/${region}`;
  return {
    read: (target) => Promise.resolve(kept.get(keyOf(target))),
    write: (target, snapshot) => Promise.resolve(void kept.set(keyOf(target), snapshot)),
  };
}
