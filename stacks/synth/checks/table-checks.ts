/** Tables: as the manifests say, encrypted, restorable, and kept. */
import type { TableManifest } from "@dr/runtime";
import { isGlobal, isJoining } from "../../src/model/regions.ts";
import { SYNTH_ACCOUNT } from "../program/resource.ts";
import { breaking, removing, type Check } from "./check.ts";
import { EVENT_SOURCE, inputsOf, TABLE, type EventSourceInputs, type TableInputs } from "./types.ts";

const tablesAreAsDeclared: Check = {
  name: "every table of a manifest exists with its keys, indexes, stream and expiry, and a deployment that joins makes none that is global",
  find: (app) => {
    const tables = inputsOf<TableInputs>(app, TABLE);
    // What a deployment joins is made by the home Region.
    const joins = isJoining(app.regions, SYNTH_ACCOUNT.region);
    const declared = app.manifests.flatMap((manifest) => manifest.tables).filter((table) => !(joins && isGlobal(table)));
    const extra = tables.filter(({ name }) => !declared.some((table) => table.name === name));
    return [
      ...declared.flatMap((table) => {
        const found = tables.find(({ name }) => name === table.name);
        return found ? differences(table, found) : [`${table.name} is missing`];
      }),
      ...extra.map(({ name }) => `${name} is in no manifest`),
    ];
  },
  faults: [
    removing("a missing table", TABLE),
    breaking<TableInputs>(
      "a table without stream",
      TABLE,
      (table) => (table.streamEnabled = false),
      ({ streamEnabled }) => streamEnabled,
    ),
    breaking<TableInputs>(
      "a missing index",
      TABLE,
      (table) => (table.globalSecondaryIndexes = []),
      ({ globalSecondaryIndexes }) => globalSecondaryIndexes.length > 0,
    ),
  ],
};

function differences(declared: TableManifest, found: TableInputs): string[] {
  const { name, partitionKey, sortKey, indexes = [], stream = false, ttlAttribute } = declared;
  const expected = {
    keys: [partitionKey, sortKey],
    indexes: indexes.map((index) => [index.name, index.partitionKey, index.sortKey, index.projection]),
    stream: stream ? "NEW_IMAGE" : undefined,
    expiry: ttlAttribute,
  };
  const actual = {
    keys: [found.hashKey, found.rangeKey],
    indexes: found.globalSecondaryIndexes.map((index) => [index.name, index.hashKey, index.rangeKey, index.projectionType]),
    stream: found.streamEnabled ? found.streamViewType : undefined,
    expiry: found.ttl?.enabled === true ? found.ttl.attributeName : undefined,
  };
  return (["keys", "indexes", "stream", "expiry"] as const)
    .filter((part) => JSON.stringify(expected[part]) !== JSON.stringify(actual[part]))
    .map((part) => `${name} has other ${part}: ${JSON.stringify(actual[part])}`);
}

const tablesAreSafe: Check = {
  name: "every table can be restored to any second, and outlives its stage in production",
  find: (app) =>
    inputsOf<TableInputs>(app, TABLE).flatMap(({ name, pointInTimeRecovery, deletionProtectionEnabled }) => [
      ...(pointInTimeRecovery?.enabled === true ? [] : [`${name} has no point-in-time recovery`]),
      ...(deletionProtectionEnabled === true ? [] : [`${name} can be deleted`]),
      ...(app.config.removal === "retain" ? [] : [`${name} goes with its stage`]),
    ]),
  faults: [
    breaking<TableInputs>("a table without point-in-time recovery", TABLE, (table) => delete table.pointInTimeRecovery),
    breaking<TableInputs>("a table that can be deleted", TABLE, (table) => (table.deletionProtectionEnabled = false)),
  ],
};

const retentionIsNeverExpiry: Check = {
  name: "the log never expires: no table with a stream has a time to live",
  find: (app) =>
    inputsOf<TableInputs>(app, TABLE)
      .filter(({ streamEnabled, ttl }) => streamEnabled && ttl !== undefined)
      .map(({ name }) => `${name} deletes what it records`),
  faults: [
    breaking<TableInputs>(
      "a log with a time to live",
      TABLE,
      (table) => (table.ttl = { attributeName: "expiresAt", enabled: true }),
      ({ streamEnabled }) => streamEnabled,
    ),
  ],
};

const twoReadersAtMost: Check = {
  name: 'no stream has more than two readers: a third would be throttled (DynamoDB guide, "Quotas: streams")',
  find: (app) => {
    const readers = Map.groupBy(
      inputsOf<EventSourceInputs>(app, EVENT_SOURCE).filter(({ eventSourceArn }) => eventSourceArn.includes("/stream/")),
      ({ eventSourceArn }) => eventSourceArn,
    );
    return [...readers].filter(([, sources]) => sources.length > 2).map(([stream, sources]) => `${stream} has ${sources.length} readers`);
  },
  faults: [
    {
      what: "a third reader of the log's stream",
      plant: ({ resources }) => {
        const reader = resources.find(({ type, inputs }) => type === EVENT_SOURCE && String(inputs["eventSourceArn"]).includes("/stream/"));
        if (reader) resources.push(reader, reader);
        return reader !== undefined;
      },
    },
  ],
};

/** The checks of tables. */
export const tableChecks: readonly Check[] = [tablesAreAsDeclared, tablesAreSafe, retentionIsNeverExpiry, twoReadersAtMost];
