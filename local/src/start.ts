/** Starts the whole ring on one machine: the same handlers, SDK clients and manifests as in the cloud, against local endpoints. */
import { SQSClient } from "@aws-sdk/client-sqs";
import type { FunctionManifest, ServiceManifest } from "@dr/runtime";
import { startCloudThread } from "./cloud/thread.ts";
import { ensureExportKey } from "./front/export-key.ts";
import { createEstateProxy } from "./front/estate-proxy.ts";
import { loadCredentials, type Credential, type Role } from "./front/credentials.ts";
import { startFront } from "./front/server.ts";
import { createSigV4Verifier } from "./front/sigv4.ts";
import { createLocalFunction, type LocalFunction } from "./lambda/environment.ts";
import type { LocalLog } from "./log.ts";
import type { LocalOptions } from "./options.ts";
import { toQueueBook } from "./sqs/server.ts";
import { createTrace } from "./trace.ts";
import { toFunctionEnv } from "./wiring/environment.ts";
import { localPlace } from "./wiring/place.ts";
import { loadFunction, services } from "./wiring/services.ts";
import { connectSources, type StreamFeeds } from "./wiring/sources.ts";

const { region, accountId } = localPlace;

/** The ready line of `pnpm dev`: where to call, and one key pair per role. */
export interface LocalReady {
  readonly event: "ready";
  readonly endpoint: string;
  readonly region: string;
  readonly service: "execute-api";
  readonly estate: string;
  readonly speed: number;
  readonly data: string;
  /** Public key to verify exports with. */
  readonly exportKeyFile: string;
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
  const exportKey = ensureExportKey(options.data);
  const feeds: StreamFeeds = new Map();
  const cloud = await startCloudThread({
    options,
    place: localPlace,
    awsEndpoint: process.env["DR_AWS_ENDPOINT"],
    onRecord: (record) => feeds.get(record.table)?.forEach((feed) => feed(record)),
    log,
  });
  const { addresses } = cloud;
  const sqs = toQueueBook(addresses.sqs, addresses.queues);
  const client = new SQSClient({ region, endpoint: addresses.sqs, useQueueUrlAsEndpoint: false });
  const trace = createTrace(options.trace);
  const functions = await loadFunctions((declared) =>
    toFunctionEnv(declared, {
      ...addresses,
      ...localPlace,
      sqs,
      speed: options.speed,
      epoch: options.epoch,
      exportKeyFile: exportKey.privateKeyFile,
    }),
  );
  const api = functions.get("api-http");
  if (!api) throw new Error("no manifest declares the function api-http");
  const front = await startFront({
    port: options.port,
    accountId,
    routes: api.manifest.trigger.kind === "http" ? api.manifest.trigger.routes : [],
    api,
    verify: createSigV4Verifier({ region, service: "execute-api", credentials: Object.values(credentials), nowMs: Date.now }),
    local: createEstateProxy(addresses.estate),
    nowMs: Date.now,
    log,
  });
  const sources = connectSources({ functions: [...functions.values()], feeds, sqs, client, region, trace, log });
  const { estateLabel: estate } = addresses;
  const { endpoint } = front;
  return {
    ready: {
      event: "ready",
      endpoint,
      region,
      service: "execute-api",
      estate,
      speed: options.speed,
      data: options.data,
      exportKeyFile: exportKey.publicKeyFile,
      credentials,
    },
    stop: async () => {
      await front.stop();
      await sources.stop();
      await trace.stop();
      client.destroy();
      await cloud.stop();
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
