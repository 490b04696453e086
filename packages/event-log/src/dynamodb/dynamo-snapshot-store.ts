/** Snapshots on DynamoDB: compressed, sealed by a key, and cut into parts when one item cannot hold them. */
import { createHmac, hash as hashOf, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { GetCommand, PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { DrError, lazyObject } from "@dr/events";
import * as z from "zod";
import { MAX_ITEM_BYTES } from "../packing.ts";
import type { Snapshot, SnapshotStore } from "../snapshots/snapshot-store.ts";
import { putIfNewer } from "./put-if-newer.ts";

/** Of some 380 KB each: far more than any state takes, and few enough to be asked for. */
const MAX_PARTS = 100;

const headSchema = lazyObject(() => ({
  version: z.int().positive(),
  hash: z.string(),
  anchorVersion: z.int().nonnegative(),
  epoch: z.int().nonnegative(),
  stateVersion: z.int(),
  generation: z.union([z.literal(0), z.literal(1)]),
  parts: z.int().positive().max(MAX_PARTS),
  seal: z.instanceof(Uint8Array),
  body: z.instanceof(Uint8Array),
}));
const partSchema = lazyObject(() => ({ version: z.int(), hash: z.string(), body: z.instanceof(Uint8Array) }));

type Head = z.infer<typeof headSchema>;

/** A snapshot whose seal is right, its state still compressed. */
interface Opened {
  readonly head: Head;
  readonly body: Buffer;
}

// Off the event loop: the state of a large plan takes a tenth of a second.
const compress = promisify<Buffer, Buffer>(gzip);
const decompress = promisify<Buffer, Buffer>(gunzip);

/** What the store is built from. */
export interface SnapshotStoreDeps {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
  /** Reads the secret that snapshots are sealed with, at least 32 characters. Without one no snapshot is kept or used: streams are folded from their start. */
  readonly readKey: (() => Promise<string>) | undefined;
}

/** No snapshots at all: what is left when there is no key to know a true one by. */
const NO_SNAPSHOTS: SnapshotStore = { load: async () => null, save: async () => undefined };
const MIN_KEY_CHARACTERS = 32;

/**
 * Snapshots in `tableName` (see `snapshotTable`). Decisions are made on them, so rights on the table must not be enough to write one: each is sealed by HMAC-SHA256
 * over stream, head, epoch and state, and one whose seal is not right is none. The first part lies in the item of the stream; further parts lie under keys of one of two generations, so
 * that a new snapshot overwrites the last but one and never the one that a reader may be reading.
 */
export function createSnapshotStore({ documents, tableName, readKey }: SnapshotStoreDeps): SnapshotStore {
  if (readKey === undefined) return NO_SNAPSHOTS;
  let known: string | undefined;
  const keyOf = async (): Promise<string> => {
    known ??= (await readKey()).trim();
    if (known.length >= MIN_KEY_CHARACTERS) return known;
    throw new DrError("key.invalid", `the key of snapshots needs at least ${MIN_KEY_CHARACTERS} characters; this has ${known.length}`);
  };
  const get = async (streamId: string): Promise<Record<string, unknown> | undefined> => {
    const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: { streamId }, ConsistentRead: true }));
    return Item;
  };

  /** A part, or null if it is not there or belongs to another snapshot that two writers wrote over each other. */
  const getPart = async (streamId: string, head: Head, index: number): Promise<Uint8Array | null> => {
    const part = partSchema.safeParse(await get(partKey(streamId, head.generation, index))).data;
    return part?.version === head.version && part.hash === head.hash ? part.body : null;
  };

  /** The snapshot that an item and its parts make; null if they are none of ours. */
  const open = async (streamId: string, item: Record<string, unknown> | undefined): Promise<Opened | null> => {
    const head = headSchema.safeParse(item).data;
    if (head === undefined) return null;
    const rest = await Promise.all(Array.from({ length: head.parts - 1 }, (_, index) => getPart(streamId, head, index + 1)));
    const bodies = [head.body, ...rest];
    if (!bodies.every((body) => body !== null)) return null;
    const body = Buffer.concat(bodies);
    return isSealed(streamId, head, body, await keyOf()) ? { head, body } : null;
  };

  return {
    load: async (streamId) => {
      const opened = await open(streamId, await get(streamId));
      return opened && toSnapshot(streamId, opened.head, opened.body);
    },
    save: async ({ streamId, head: { version, hash }, anchorVersion, epoch, stateVersion, state }) => {
      const there = await get(streamId);
      const before = headSchema.safeParse(there).data;
      // Only a true one stands in the way: rights on the table alone could put one there that no later one ever passes.
      if (before !== undefined && before.version >= version && (await open(streamId, there)) !== null) return;
      const generation = before?.generation === 0 ? 1 : 0;
      const compressed = await compress(Buffer.from(JSON.stringify(state)));
      const seal = sealOf(streamId, { version, hash, anchorVersion, epoch, stateVersion }, compressed, await keyOf());
      const [body, ...rest] = cut(compressed);
      for (const [index, part] of rest.entries()) {
        const item = { streamId: partKey(streamId, generation, index + 1), version, hash, body: part };
        await documents.send(new PutCommand({ TableName: tableName, Item: item }));
      }
      const item = { streamId, version, hash, anchorVersion, epoch, stateVersion, generation, parts: rest.length + 1, seal, body };
      await putIfNewer(documents, tableName, item, there?.["version"]);
    },
  };
}

/** What decisions rest on, in one text; the state by the hash of its compressed bytes, which costs next to nothing. */
function sealOf(
  streamId: string,
  { version, hash, anchorVersion, epoch, stateVersion }: Pick<Head, "version" | "hash" | "anchorVersion" | "epoch" | "stateVersion">,
  compressed: Uint8Array,
  key: string,
): Buffer {
  const text = JSON.stringify([
    "dr-orchestration-snapshot",
    streamId,
    version,
    hash,
    anchorVersion,
    epoch,
    stateVersion,
    hashOf("sha256", compressed, "hex"),
  ]);
  return createHmac("sha256", key).update(text).digest();
}

function isSealed(streamId: string, head: Head, compressed: Uint8Array, key: string): boolean {
  const wanted = sealOf(streamId, head, compressed, key);
  return head.seal.byteLength === wanted.byteLength && timingSafeEqual(head.seal, wanted);
}

function partKey(streamId: string, generation: number, index: number): string {
  return `${streamId}~${generation}~${index}`;
}

function cut(bytes: Uint8Array): readonly Uint8Array[] {
  const count = Math.max(1, Math.ceil(bytes.byteLength / MAX_ITEM_BYTES));
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * MAX_ITEM_BYTES, (index + 1) * MAX_ITEM_BYTES));
}

async function toSnapshot(
  streamId: string,
  { version, hash, anchorVersion, epoch, stateVersion }: Head,
  body: Buffer,
): Promise<Snapshot | null> {
  try {
    const state: unknown = JSON.parse((await decompress(body)).toString("utf8"));
    return { streamId, head: { version, hash }, anchorVersion, epoch, stateVersion, state };
  } catch {
    // A snapshot that cannot be read is none: the log has everything.
    return null;
  }
}
