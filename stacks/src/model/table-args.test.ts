/** Tables in SST's words. */
import { expect, test } from "vitest";
import { tableArgs } from "./table-args.ts";

test("a table with everything", () => {
  expect(
    tableArgs({
      name: "log",
      partitionKey: "pk",
      sortKey: "sk",
      indexes: [
        { name: "Feed", partitionKey: "feedPk", sortKey: "feedSk", projection: "KEYS_ONLY" },
        { name: "Count", partitionKey: "pk", sortKey: "count", sortKeyType: "N", projection: "ALL" },
      ],
      stream: true,
      ttlAttribute: "expiresAt",
    }),
  ).toEqual({
    fields: { pk: "string", sk: "string", feedPk: "string", feedSk: "string", count: "number" },
    primaryIndex: { hashKey: "pk", rangeKey: "sk" },
    globalIndexes: {
      Feed: { hashKey: "feedPk", rangeKey: "feedSk", projection: "keys-only" },
      Count: { hashKey: "pk", rangeKey: "count", projection: "all" },
    },
    stream: "new-image",
    ttl: "expiresAt",
  });
});

test("a table with a key and nothing else", () => {
  expect(tableArgs({ name: "leases", partitionKey: "pk" })).toEqual({
    fields: { pk: "string" },
    primaryIndex: { hashKey: "pk" },
    globalIndexes: {},
  });
});
