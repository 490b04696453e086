/** What a restore made, whatever service it is of: is it there, does it serve, and taking it away. */
import { idOf } from "../efs/input.ts";
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

/** Types whose restores this adapter can look at and take away. */
export const KNOWN_TYPES: readonly string[] = Object.keys(KINDS);

/** What is known of it: `pending` until it serves. */
export async function verdictOf(
  clients: StorageClients,
  type: string,
  arn: string,
): Promise<{ readonly verdict: "serves" | "pending" | "failed"; readonly word: string }> {
  const kind = KINDS[type];
  const word = (await kind?.state(clients, regionOf(arn), idOf(arn))) ?? "missing";
  if (kind?.serving.includes(word) === true) return { verdict: "serves", word };
  return { verdict: kind === undefined || kind.lasting.includes(word) ? "failed" : "pending", word };
}

/** Is it still there? */
export async function isThere(clients: StorageClients, type: string, arn: string): Promise<boolean> {
  return (await KINDS[type]?.state(clients, regionOf(arn), idOf(arn))) !== null;
}

/** Takes it away. */
export async function removeCreated(clients: StorageClients, type: string, arn: string): Promise<void> {
  await KINDS[type]?.remove(clients, regionOf(arn), idOf(arn));
}
