/** What all Regions share, as in the cloud: the tables with their stream, and the estate that is recovered. */
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { eventLogTable } from "@dr/event-log";
import type { TableManifest } from "@dr/runtime";
import { startDynamoEngine, type EngineVoice } from "../dynamodb/engine.ts";
import { releaseLeases } from "../dynamodb/release-leases.ts";
import { createTables } from "../dynamodb/tables.ts";
import type { StreamRecord } from "../dynamodb/stream-record.ts";
import { startDynamoTap } from "../dynamodb/tap.ts";
import type { ServiceEvent } from "../eventbridge/index.ts";
import type { LocalOptions } from "../options.ts";
import { startEstate } from "../wiring/estate.ts";
import type { Place } from "../wiring/place.ts";
import { adaptersOf, type LocalService } from "../wiring/services.ts";

/** Where they listen. `target` is what adapters act on. */
export interface SharedParts {
  readonly dynamodb: string;
  readonly target: string;
  readonly estate: string;
  readonly estateLabel: string;
  readonly stop: () => Promise<void>;
}

/** What they need. `onRecord` gets each new commit of the log, whichever Region wrote it. */
export interface SharedPartsDeps extends Omit<EngineVoice, "onDown"> {
  readonly options: LocalOptions;
  readonly place: Place;
  /** Where other systems are stood in for. */
  readonly inbox: string;
  readonly awsEndpoint: string | undefined;
  readonly services: readonly LocalService[];
  readonly emitServiceEvent: (event: ServiceEvent) => Promise<string>;
  readonly onRecord: (record: StreamRecord) => void;
}

/** Starts them on the data folder, which this process has claimed. */
export async function startSharedParts(deps: SharedPartsDeps): Promise<SharedParts> {
  const { options, place, inbox, awsEndpoint, services, emitServiceEvent, onRecord, log, onLost } = deps;
  const { region, accountId } = place;
  const adapters = adaptersOf(services);
  const tables = services.flatMap(({ manifest }) => manifest.tables);
  log("info", `starting the database in ${join(options.data, "dynamodb")}`);
  let whenDown: () => void = () => undefined;
  const engine = await startDynamoEngine(options.engine, join(options.data, "dynamodb"), { log, onLost, onDown: () => whenDown() });
  const dynamodb = new DynamoDBClient({ region, endpoint: engine.endpoint });
  await createTables(dynamodb, tables);
  await releaseLeases(dynamodb, adapters);
  dynamodb.destroy();
  log("info", `starting the simulated estate in ${join(options.data, "estate")}`);
  const estate = await startEstate({ options, region, accountId, adapters, inbox, awsEndpoint, emitServiceEvent, log });
  const tap = await startDynamoTap({
    engineEndpoint: engine.endpoint,
    streams: new Map(tables.filter((table) => table.stream === true).map((table) => [table.name, keyNames(table)])),
    onRecord: (record) => {
      if (record.table === eventLogTable.name) estate.onCommit(record);
      onRecord(record);
    },
  });
  whenDown = tap.dropWaiting;
  const { endpoint: target, registryEndpoint, label } = estate;
  return {
    dynamodb: tap.endpoint,
    target,
    estate: registryEndpoint,
    estateLabel: label,
    stop: async () => {
      await tap.stop();
      await estate.stop();
      await engine.stop();
    },
  };
}

function keyNames(table: TableManifest): string[] {
  return table.sortKey === undefined ? [table.partitionKey] : [table.partitionKey, table.sortKey];
}
