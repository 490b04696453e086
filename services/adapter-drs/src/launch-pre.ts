/** What a launch knows of its task, and of each server as it stood before. */
import type { TaskContext } from "@dr/adapter-kit";
import type { DrsClients } from "./clients.ts";
import type { RecoveryConfig, RecoveryResources } from "./input.ts";

/** A server as it stood before its launch. `knownJobId` cannot be our job: it was there before. */
export interface LaunchPre {
  readonly sourceServerId: string;
  readonly isDrill: boolean;
  readonly replicationState: string;
  readonly newestSnapshot: string | null;
  readonly launchDisposition: string;
  readonly knownJobId: string | null;
  /** The point in time that was asked for; absent = a fresh one. */
  readonly snapshotId?: string;
  /** EC2 instance that the server replicates, where there is one. */
  readonly awsInstanceId?: string;
}

/** What a preflight works with. */
export type RecoveryContext = TaskContext<DrsClients, RecoveryResources, RecoveryConfig>;
