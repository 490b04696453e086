// The file systems of the simulated EFS, and the replications between them.
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { GLOBAL_REGION, defineKind } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";

/** A file system. Its overwrite protection is what somebody set, or REPLICATING while it is a destination. */
export type FileSystemRecord = {
  readonly id: string;
  readonly region: string;
  readonly name: string;
  readonly protection: "ENABLED" | "DISABLED";
  readonly protectedMs: number;
  readonly mountTargets: number;
  readonly createdMs: number;
  readonly tags?: Readonly<Record<string, string>>;
};

/**
 * A replication: `lagSeconds` behind while the source is there. Each side knows of it until its own `…EndMs`: who ends it on one side alone leaves
 * the other a configuration that copies nothing, and can only be deleted there.
 */
export type ReplicationRecord = {
  readonly source: string;
  readonly sourceRegion: string;
  readonly destination: string;
  readonly destinationRegion: string;
  readonly createdMs: number;
  readonly enabledMs: number;
  readonly lagSeconds: number;
  /** From then on it is being deleted; absent: nobody asked for that. */
  readonly deletingMs?: number;
  readonly sourceEndMs: number;
  readonly destinationEndMs: number;
  readonly paused: boolean;
};

export const fileSystemKind = defineKind<FileSystemRecord>("efs.file-system");
/** By the source's id: one file system has one replication. */
export const replicationKind = defineKind<ReplicationRecord>("efs.replication");

/** The id in a name or an ARN. */
export const fileSystemId = (written: string): string => written.split("/").at(-1) ?? written;

/** The file system in this Region. Throws `FileSystemNotFound`. */
export const fileSystemIn = (world: WorldView, region: string, written: string): FileSystemRecord => {
  const found = world.get(fileSystemKind, region, fileSystemId(written));
  if (found === undefined)
    throw awsError("FileSystemNotFound", `File system '${written}' does not exist.`, 404, { ErrorCode: "FileSystemNotFound" });
  return found;
};

/** What the Region of this side knows of a replication. */
export const isKnownIn = (one: ReplicationRecord, region: string, nowMs: number): boolean =>
  (region === one.sourceRegion && nowMs < one.sourceEndMs) || (region === one.destinationRegion && nowMs < one.destinationEndMs);

/** The replication that a file system is source or destination of, as its own Region knows it. */
export const replicationOf = (world: WorldView, { region, id }: FileSystemRecord, nowMs: number): ReplicationRecord | undefined =>
  world.list(replicationKind, GLOBAL_REGION).find((one) => (one.source === id || one.destination === id) && isKnownIn(one, region, nowMs));

/** Is it the destination of one? Then nobody else writes to it. */
export const isDestination = (world: WorldView, one: FileSystemRecord, nowMs: number): boolean =>
  replicationOf(world, one, nowMs)?.destination === one.id;

/** Up to when the destination has everything: nothing arrives from a Region that is lost, or while it is paused or made. */
export const replicatedMs = (one: ReplicationRecord, nowMs: number, downSinceMs: number | undefined): number | undefined => {
  if (nowMs < one.enabledMs || one.lagSeconds * 1_000 >= NEVER_MS) return undefined;
  const untilMs = Math.min(nowMs, downSinceMs ?? nowMs, one.destinationEndMs, one.deletingMs ?? nowMs);
  return Math.max(one.createdMs, untilMs - one.lagSeconds * 1_000);
};
