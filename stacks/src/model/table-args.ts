/** A table in SST's words. */
import type { TableManifest } from "@dr/runtime";

const FIELD_TYPE = { S: "string", N: "number" } as const;

/** The key fields, indexes, stream and expiry of a table; all keys of the tables themselves are strings. */
export function tableArgs({ partitionKey, sortKey, indexes = [], stream, ttlAttribute }: TableManifest) {
  const keys = [
    [partitionKey, "S"],
    [sortKey, "S"],
    ...indexes.flatMap((index) => [
      [index.partitionKey, index.partitionKeyType ?? "S"],
      [index.sortKey, index.sortKeyType ?? "S"],
    ]),
  ] as [string | undefined, "S" | "N"][];
  return {
    fields: Object.fromEntries(keys.flatMap(([name, type]) => (name === undefined ? [] : [[name, FIELD_TYPE[type]]]))),
    primaryIndex: { hashKey: partitionKey, ...(sortKey !== undefined && { rangeKey: sortKey }) },
    globalIndexes: Object.fromEntries(
      indexes.map((index) => [
        index.name,
        {
          hashKey: index.partitionKey,
          ...(index.sortKey !== undefined && { rangeKey: index.sortKey }),
          projection: index.projection === "ALL" ? ("all" as const) : ("keys-only" as const),
        },
      ]),
    ),
    ...(stream === true && { stream: "new-image" as const }),
    ...(ttlAttribute !== undefined && { ttl: ttlAttribute }),
  };
}
