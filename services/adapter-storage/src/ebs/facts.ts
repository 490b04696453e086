/** What the stages of a restore look at: the request, and the snapshot that counts for it. */
import { block, parseStage, refuseWith, wait, type Finding, type TaskContext } from "@dr/adapter-kit";
import type { SnapshotFacts } from "../api/disk-facts.ts";
import type { StorageClients } from "../storage-client.ts";
import type { RestoreConfig, RestoreResources, VolumeRequest } from "./restore-input.ts";

/** The context of all stages. */
export type RestoreContext = TaskContext<StorageClients, RestoreResources, RestoreConfig>;

/** EBS where the task restores. */
export const portOf = ({ clients, config }: RestoreContext) => clients.ebs(config.region);

/** The request of a target, by what it restores from. */
export function requestOf({ resources }: Pick<RestoreContext, "resources">, target: string): VolumeRequest {
  const found = resources.volumes.find(({ from }) => from === parseStage(target).name);
  if (!found) throw refuseWith(block("storage.no_such_volume", `${target} is none of the task's volumes`));
  return found;
}

/** The snapshot that is named, or the newest of the volume that is. What an earlier stage chose counts. */
export async function snapshotFor(context: RestoreContext, target: string, chosen: string | undefined): Promise<SnapshotFacts | null> {
  const { name } = parseStage(target);
  const before = chosen ?? earlierSnapshot(context, name);
  const port = portOf(context);
  if (before !== undefined) return port.snapshot(before);
  return name.startsWith("snap-") ? port.snapshot(name) : port.newestOf(name);
}

function earlierSnapshot(context: RestoreContext, name: string): string | undefined {
  const told = context.earlier(`fast:${name}`)?.result?.after["snapshot"];
  return typeof told === "string" ? told : undefined;
}

/** Is there one, and can it be restored? */
export function fitSnapshot(snapshot: SnapshotFacts | null, target: string): readonly Finding[] {
  const { name } = parseStage(target);
  if (snapshot === null) {
    const message = `${name} has no completed snapshot in this Region: copy one (ebs_snapshot with destinationRegion), or mend config.region`;
    return [block("storage.no_snapshot", message, { from: name })];
  }
  if (snapshot.state === "error") return [block("storage.snapshot_failed", `${name} is in error: take another`, { snapshot: snapshot.id })];
  return snapshot.state === "completed" ? [] : [wait("storage.snapshot_pending", `${name} is ${snapshot.state}`)];
}
