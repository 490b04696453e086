/** The local stand-ins for AWS: database with its stream, queues, bus, estate. They speak AWS protocols over loopback HTTP. */
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { eventLogTable } from "@dr/event-log";
import type { TableManifest } from "@dr/runtime";
import { startDynamoEngine } from "../dynamodb/engine.ts";
import { releaseLeases } from "../dynamodb/release-leases.ts";
import { createTables } from "../dynamodb/tables.ts";
import { startDynamoTap, type StreamRecord } from "../dynamodb/tap.ts";
import type { LocalLog } from "../log.ts";
import type { LocalOptions } from "../options.ts";
import { giveBackMessages } from "../sqs/give-back.ts";
import type { LocalQueue } from "../sqs/server.ts";
import { createTrace } from "../trace.ts";
import { startBus } from "../wiring/bus.ts";
import { startEstate } from "../wiring/estate.ts";
import type { Place } from "../wiring/place.ts";
import { startQueues } from "../wiring/queues.ts";
import { timesOf } from "../wiring/times.ts";
import { adaptersOf, listServices } from "../wiring/services.ts";

/** Where everything listens. Plain data: it crosses from one thread to another. */
export interface CloudAddresses {
  readonly dynamodb: string;
  readonly sqs: string;
  readonly queues: readonly LocalQueue[];
  readonly events: string;
  /** What adapters act on: the simulated estate, or another endpoint that speaks the AWS protocols. */
  readonly target: string;
  /** The simulated estate itself, with Parameter Store and `/_local/estate/…`. */
  readonly estate: string;
  readonly estateLabel: string;
}

/** What the stand-ins begin with: plain data, too. */
export interface CloudData {
  readonly options: LocalOptions;
  readonly place: Place;
  readonly awsEndpoint: string | undefined;
}

/** What the stand-ins need. `onRecord` gets each new commit of the log. */
export interface CloudDeps extends CloudData {
  readonly onRecord: (record: StreamRecord) => void;
  readonly log: LocalLog;
  /** A stand-in ended for good, with its reason. */
  readonly onLost: (reason: string) => void;
}

/** Starts all of them; stopping keeps what is on disk. */
export async function startCloud({
  options,
  place,
  awsEndpoint,
  onRecord,
  log,
  onLost,
}: CloudDeps): Promise<{ addresses: CloudAddresses; stop: () => Promise<void> }> {
  const { region, accountId, busName } = place;
  const listed = await listServices(options.adapter);
  const services = listed.map(({ manifest }) => manifest);
  const adapters = adaptersOf(listed);
  const tables = services.flatMap((service) => service.tables);
  log("info", `starting the database in ${join(options.data, "dynamodb")}`);
  let whenDown: () => void = () => undefined;
  const engine = await startDynamoEngine(options.engine, join(options.data, "dynamodb"), { log, onLost, onDown: () => whenDown() });
  const dynamodb = new DynamoDBClient({ region, endpoint: engine.endpoint });
  await createTables(dynamodb, tables);
  await releaseLeases(dynamodb, adapters);
  dynamodb.destroy();

  const queueData = join(options.data, "sqs");
  log("info", `starting queues and bus in ${queueData}`);
  giveBackMessages(queueData, log);
  const sqs = await startQueues(queueData, services, timesOf(options));
  const client = new SQSClient({ region, endpoint: sqs.endpoint, useQueueUrlAsEndpoint: false });
  const trace = createTrace(options.trace);
  const bus = await startBus({ services, busName, region, accountId, dataDir: join(options.data, "bus"), sqs, client, trace, log });
  log("info", `starting the simulated estate in ${join(options.data, "estate")}`);
  const estate = await startEstate({ options, region, accountId, adapters, awsEndpoint, emitServiceEvent: bus.emitServiceEvent, log });
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
    addresses: {
      dynamodb: tap.endpoint,
      sqs: sqs.endpoint,
      queues: sqs.queues,
      events: bus.endpoint,
      target,
      estate: registryEndpoint,
      estateLabel: label,
    },
    stop: async () => {
      await bus.stop();
      await trace.stop();
      client.destroy();
      await sqs.stop();
      await tap.stop();
      await estate.stop();
      await engine.stop();
    },
  };
}

function keyNames(table: TableManifest): string[] {
  return table.sortKey === undefined ? [table.partitionKey] : [table.partitionKey, table.sortKey];
}
