/** Snapshots in DynamoDB: packed, and cut into items below the size limit. */
import { gunzipSync, gzipSync } from "node:zlib";
import { DrError } from "@dr/events";
import { GetCommand, PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { SnapshotStore, TargetSnapshot } from "../collect/snapshots.ts";
import type { DiscoveryTarget } from "../core/inventory.ts";

/** An item has at most 400 KB (DynamoDB quotas). */
const PART_BYTES = 300_000;

interface Head {
  readonly id: string;
  readonly generation: 0 | 1;
  readonly parts: number;
}

/** A store over one table. A new snapshot is written beside the last, which counts until the new one is whole. */
export function createSnapshots({
  documents,
  tableName,
  newId,
}: {
  readonly documents: Pick<DynamoDBDocumentClient, "send">;
  readonly tableName: string;
  readonly newId: () => string;
}): SnapshotStore {
  const read = async (key: string): Promise<Record<string, unknown> | undefined> =>
    (await documents.send(new GetCommand({ TableName: tableName, Key: { key }, ConsistentRead: true }))).Item;
  const put = (item: Record<string, unknown>) => documents.send(new PutCommand({ TableName: tableName, Item: item }));
  const headOf = async (target: DiscoveryTarget) => (await read(keyOf(target))) as Head | undefined;
  return {
    read: async (target) => {
      const head = await headOf(target);
      if (!head) return undefined;
      const parts: Uint8Array[] = [];
      for (let part = 0; part < head.parts; part += 1) {
        const item = await read(partKey(target, head.generation, part));
        if (item?.["id"] !== head.id) throw new DrError("discovery.broken_snapshot", `the snapshot of ${keyOf(target)} is not whole`);
        parts.push(item["bytes"] as Uint8Array);
      }
      return JSON.parse(gunzipSync(Buffer.concat(parts)).toString("utf8")) as TargetSnapshot;
    },
    write: async (target, snapshot) => {
      const before = await headOf(target);
      const generation = before?.generation === 0 ? 1 : 0;
      const bytes = gzipSync(JSON.stringify(snapshot));
      const parts = Math.max(1, Math.ceil(bytes.length / PART_BYTES));
      const id = newId();
      for (let part = 0; part < parts; part += 1) {
        const slice = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
        await put({ key: partKey(target, generation, part), id, bytes: slice });
      }
      await put({ key: keyOf(target), id, generation, parts, asOf: snapshot.asOf });
    },
  };
}

function keyOf({ account, region }: DiscoveryTarget): string {
  return `${account}/${region}`;
}

function partKey(target: DiscoveryTarget, generation: number, part: number): string {
  return `${keyOf(target)}/${generation}/${part}`;
}
