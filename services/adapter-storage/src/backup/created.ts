/** What a restore made, whatever service it is of: is it there, does it serve, and taking it away. */
import { block, refuseWith, type Finding } from "@dr/adapter-kit";
import { idOf } from "../written.ts";
import type { StorageClients } from "../storage-client.ts";
import { regionOf } from "./input.ts";

/** A kind of resource that a restore makes. */
interface CreatedKind {
  /** Its own word for what it is in; null: it is not there. */
  readonly state: (clients: StorageClients, region: string, id: string) => Promise<string | null>;
  readonly serving: readonly string[];
  readonly lasting: readonly string[];
  readonly remove: (clients: StorageClients, region: string, id: string) => Promise<void>;
}

const KINDS: Readonly<Record<string, CreatedKind>> = {
  EBS: {
    state: async ({ ebs }, region, id) => (await ebs(region).volume(id))?.state ?? null,
    serving: ["available", "in-use"],
    lasting: ["error"],
    remove: ({ ebs }, region, id) => ebs(region).deleteVolume(id),
  },
  EFS: {
    state: async ({ efs }, region, id) => (await efs(region).fileSystem(id))?.state ?? null,
    serving: ["available"],
    lasting: ["error"],
    remove: ({ efs }, region, id) => efs(region).deleteFileSystem(id),
  },
  FSx: {
    state: ({ fsx }, region, id) => fsx(region).lifecycle(id),
    serving: ["AVAILABLE"],
    lasting: ["FAILED", "MISCONFIGURED", "MISCONFIGURED_UNAVAILABLE"],
    remove: ({ fsx }, region, id) => fsx(region).deleteFsxFileSystem(id),
  },
};

/** What is said of a type whose restores this adapter can neither look at nor take away; undefined: it can. */
export function unknownType(type: string): Finding | undefined {
  if (Object.hasOwn(KINDS, type)) return undefined;
  const known = Object.keys(KINDS);
  const own = INSTEAD[type] ?? "restore it in AWS Backup by hand, or copy the point with backup_copy";
  const message = `what a restore of ${type} makes can neither be checked nor taken away here (${known.join(", ")} can): ${own}`;
  return block("storage.type_unknown", message, { type, known });
}

/** Operations that restore the same by its own service. */
const INSTEAD: Readonly<Record<string, string>> = {
  RDS: "use database.restore_snapshot or database.restore_point_in_time",
  Aurora: "use database.restore_snapshot or database.restore_point_in_time",
  S3: "versions come back by s3_replication.failback",
};

/** Throws `storage.type_unknown`: what nobody can look at must not be waited for. */
function kindOf(type: string): CreatedKind {
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  const unknown = unknownType(type);
  if (kind === undefined || unknown) throw refuseWith(unknown ?? block("storage.type_unknown", type));
  return kind;
}

/** What is known of it: `pending` until it serves. */
export async function verdictOf(
  clients: StorageClients,
  type: string,
  arn: string,
): Promise<{ readonly verdict: "serves" | "pending" | "failed"; readonly word: string }> {
  const { state, serving, lasting } = kindOf(type);
  const word = (await state(clients, regionOf(arn), idOf(arn))) ?? "missing";
  if (serving.includes(word)) return { verdict: "serves", word };
  return { verdict: lasting.includes(word) ? "failed" : "pending", word };
}

/** Is it still there? */
export async function isThere(clients: StorageClients, type: string, arn: string): Promise<boolean> {
  return (await kindOf(type).state(clients, regionOf(arn), idOf(arn))) !== null;
}

/** Takes it away. */
export async function removeCreated(clients: StorageClients, type: string, arn: string): Promise<void> {
  await kindOf(type).remove(clients, regionOf(arn), idOf(arn));
}
