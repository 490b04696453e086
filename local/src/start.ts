/** Starts the whole ring on one machine: the same handlers, SDK clients and manifests as in the cloud, against local endpoints. */
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { eventLogTable } from "@dr/event-log";
import type { FunctionManifest, ServiceManifest, TableManifest } from "@dr/runtime";
import { releaseLeases } from "./dynamodb/release-leases.ts";
import { startDynamoEngine } from "./dynamodb/engine.ts";
import { createTables } from "./dynamodb/tables.ts";
import { startDynamoTap } from "./dynamodb/tap.ts";
import { startEstate } from "./wiring/estate.ts";
import { startBus } from "./wiring/bus.ts";
import { loadCredentials, type Credential, type Role } from "./front/credentials.ts";
import { startFront } from "./front/server.ts";
import { createSigV4Verifier } from "./front/sigv4.ts";
import { createLocalFunction, type LocalFunction } from "./lambda/environment.ts";
import type { LocalLog } from "./log.ts";
import type { LocalOptions } from "./options.ts";
import { startQueues } from "./wiring/queues.ts";
import { connectSources, type StreamFeeds } from "./wiring/sources.ts";
import { createTrace } from "./trace.ts";
import { toFunctionEnv } from "./wiring/environment.ts";
import { adapters, loadFunction, services } from "./wiring/services.ts";

const region = "us-east-1";
const accountId = "000000000000";
const busName = "dr-orchestration";

/** The ready line of `pnpm dev`: where to call, and one key pair per role. */
export interface LocalReady {
  readonly event: "ready";
  readonly endpoint: string;
  readonly region: string;
  readonly service: "execute-api";
  readonly estate: string;
  readonly speed: number;
  readonly data: string;
  readonly credentials: Record<Role, Credential>;
}

/** The running ring. `stop` ends it cleanly and keeps its state on disk. */
export interface LocalRuntime {
  readonly ready: LocalReady;
  readonly stop: () => Promise<void>;
}

/** Starts everything; resolves when the API answers. Rejects when the port or the data folder is in use. */
export async function startLocal(options: LocalOptions, log: LocalLog): Promise<LocalRuntime> {
  const credentials = loadCredentials(options.data, accountId);
  const tables = services.flatMap((service) => service.tables);
  const feeds: StreamFeeds = new Map();

  const engine = await startDynamoEngine(options.engine, join(options.data, "dynamodb"));
  const tap = await startDynamoTap({
    engineEndpoint: engine.endpoint,
    streams: new Map(tables.filter((table) => table.stream === true).map((table) => [table.name, keyNames(table)])),
    onRecord: (record) => feeds.get(record.table)?.forEach((feed) => feed(record)),
  });
  const dynamodb = new DynamoDBClient({ region, endpoint: engine.endpoint });
  await createTables(dynamodb, tables);
  await releaseLeases(dynamodb, adapters);

  const sqs = await startQueues(options.data, services);
  const sqsClient = new SQSClient({ region, endpoint: sqs.endpoint, useQueueUrlAsEndpoint: false });
  const trace = createTrace(options.trace);
  const bus = await startBus({ services, busName, region, accountId, sqs, client: sqsClient, trace, log });
  const awsEndpoint = process.env["DR_AWS_ENDPOINT"];
  const estate = await startEstate({ options, region, accountId, adapters, awsEndpoint, emitServiceEvent: bus.emitServiceEvent, log });
  feeds.set(eventLogTable.name, [estate.onCommit]);

  const addresses = {
    region,
    accountId,
    busName,
    sqs,
    dynamodb: tap.endpoint,
    events: bus.endpoint,
    estate: estate.endpoint,
    registry: estate.registryEndpoint,
    speed: options.speed,
  };
  const functions = await loadFunctions((declared) => toFunctionEnv(declared, addresses));
  const sources = connectSources({ functions: [...functions.values()], feeds, sqs, client: sqsClient, region, trace, log });
  const api = functions.get("api-http");
  if (!api) throw new Error("no manifest declares the function api-http");
  const front = await startFront({
    port: options.port,
    accountId,
    routes: api.manifest.trigger.kind === "http" ? api.manifest.trigger.routes : [],
    api,
    verify: createSigV4Verifier({ region, service: "execute-api", credentials: Object.values(credentials), nowMs: Date.now }),
    local: estate.handleLocal,
    nowMs: Date.now,
    log,
  });

  return {
    ready: {
      event: "ready",
      endpoint: front.endpoint,
      region,
      service: "execute-api",
      estate: estate.label,
      speed: options.speed,
      data: options.data,
      credentials,
    },
    stop: async () => {
      await front.stop();
      await sources.stop();
      await bus.stop();
      await trace.stop();
      sqsClient.destroy();
      dynamodb.destroy();
      await sqs.stop();
      await tap.stop();
      await estate.stop();
      await engine.stop();
    },
  };
}

async function loadFunctions(envOf: (declared: FunctionManifest) => ReturnType<typeof toFunctionEnv>): Promise<Map<string, LocalFunction>> {
  const declared = services.flatMap((service: ServiceManifest) => service.functions.map((manifest) => ({ service, manifest })));
  const loaded = await Promise.all(
    declared.map(async ({ service, manifest }) => {
      const create = await loadFunction(service, manifest);
      return createLocalFunction({ manifest, create, env: envOf(manifest), region, accountId, maxEnvironments: environmentsOf(manifest) });
    }),
  );
  return new Map(loaded.map((fn) => [fn.manifest.name, fn]));
}

function environmentsOf({ trigger }: FunctionManifest): number {
  if (trigger.kind === "http") return 32;
  if (trigger.kind === "queue") return trigger.maxConcurrency;
  return trigger.kind === "stream" ? 4 : 1;
}

function keyNames(table: TableManifest): string[] {
  return table.sortKey === undefined ? [table.partitionKey] : [table.partitionKey, table.sortKey];
}
