/** Starts the whole ring on one machine: the same handlers, SDK clients and manifests as in the cloud, against local endpoints. */
import { join } from "node:path";
import { runsApart, startApart } from "./apart/apart.ts";
import type { CloudAddresses, CloudData } from "./cloud/cloud.ts";
import type { StreamRecord } from "./dynamodb/stream-record.ts";
import { ensureCheckpoints, ensureExportKey } from "./front/export-key.ts";
import { loadCredentials, type Credential, type Holder } from "./front/credentials.ts";
import { assertPortFree } from "./front/port.ts";
import { issueTokens, loadTokenKey } from "./front/tokens.ts";
import type { FrontAddress, FrontData } from "./front/worker.ts";
import { checkFiles } from "./data-folder/check-files.ts";
import { claimFolder, type Claim } from "./data-folder/claim.ts";
import { makeFolder } from "./data-folder/make-folder.ts";
import { startInvokeServer } from "./lambda/invoke-server.ts";
import type { LocalLog } from "./log.ts";
import { regionOf, type LocalOptions } from "./options.ts";
import { createMappingClient } from "./sqs/mapping-client.ts";
import { toQueueBook } from "./sqs/server.ts";
import { startThread } from "./thread/start-thread.ts";
import { createTrace } from "./trace.ts";
import { loadFunctions, type FunctionsData } from "./wiring/load-functions.ts";
import { placeIn } from "./wiring/place.ts";
import { connectSources, type StreamFeeds } from "./wiring/sources.ts";
import { timesOf } from "./wiring/times.ts";

/** The ready line of `pnpm dev`: where to call, and two people per role, each with a key pair. */
export interface LocalReady {
  readonly event: "ready";
  /** This process: `kill <pid>` ends it cleanly. */
  readonly pid: number;
  readonly endpoint: string;
  readonly region: string;
  readonly service: "execute-api";
  readonly estate: string;
  readonly speed: number;
  readonly data: string;
  /** Public key to verify exports with. */
  readonly exportKeyFile: string;
  /** Public key to verify checkpoints with. */
  readonly checkpointKeyFile: string;
  /** Endpoints of the stand-ins for AWS, for whoever wants to look inside with the AWS CLI or an SDK. */
  readonly aws: Readonly<Record<"dynamodb" | "sqs" | "events" | "estate" | "lambda", string>>;
  readonly credentials: Record<Holder, Credential>;
  /** With `AUTH_MODE=cognito`: an access token by group of the user pool, in the place of signatures. */
  readonly tokens?: Readonly<Record<string, string>>;
}

/** The running ring. `stop` ends it cleanly and keeps its state on disk. */
export interface LocalRuntime {
  readonly ready: LocalReady;
  readonly stop: () => Promise<void>;
}

/** Starts everything; resolves when the API answers. Rejects when the port or the data folder is in use, naming who has it. `onDied` hears that a part of it died later. */
export async function startLocal(
  options: LocalOptions,
  { log, onDied }: { readonly log: LocalLog; readonly onDied: () => void },
): Promise<LocalRuntime> {
  const place = placeIn(regionOf(options));
  const { region, accountId } = place;
  const claim = await claimSound(options, region);
  const credentials = loadCredentials(options.data, accountId);
  const exportKey = ensureExportKey(options.data);
  const checkpoints = ensureCheckpoints(options.data);
  const feeds: StreamFeeds = new Map();
  const cloudData: CloudData = { options, place, awsEndpoint: process.env["DR_AWS_ENDPOINT"] };
  const cloud = await startThread<CloudAddresses, StreamRecord>({
    name: "the stand-ins for AWS",
    module: new URL("./cloud/worker.ts", import.meta.url),
    data: cloudData,
    onNote: (record) => feeds.get(record.table)?.forEach((feed) => feed(record)),
    onDied,
    log,
  });
  const addresses = cloud.ready;
  const { dynamodb, sqs: sqsEndpoint, events, estate, estateLabel } = addresses;
  const lambda = await startInvokeServer();
  const functionsData: FunctionsData = {
    options,
    lambda: lambda.endpoint,
    place,
    addresses,
    exportKeyFile: exportKey.privateKeyFile,
    checkpoints,
  };
  const tokenKey = process.env["AUTH_MODE"] === "cognito" ? loadTokenKey(options.data) : undefined;
  const frontData: FrontData = { ...functionsData, credentials: Object.values(credentials), tokenKey };
  log("info", "loading the functions and the API");
  const trace = createTrace(options.trace);
  const [functions, invoked, front, apart] = await Promise.all([
    loadFunctions(["queue", "stream", "schedule"], functionsData, (service) => !runsApart(service)),
    loadFunctions(["invoke"], functionsData),
    startThread<FrontAddress>({ name: "the API", module: new URL("./front/worker.ts", import.meta.url), data: frontData, onDied, log }),
    startApart(functionsData, { trace, onDied, log }),
  ]);
  lambda.serve(invoked);
  // The API listens in a thread of its own; what invokes it instead of calling it is rare.
  lambda.serveLater(() => loadFunctions(["http"], functionsData));
  const sqs = toQueueBook(sqsEndpoint, addresses.queues);
  const client = createMappingClient(sqsEndpoint);
  const sources = connectSources({ functions, feeds, sqs, client, region, accountId, times: timesOf(options), trace, log });
  claim.announce({ endpoint: front.ready.endpoint, aws: { dynamodb, estate } });
  log("info", `ready on ${front.ready.endpoint}, process ${process.pid}; stop it with: kill ${process.pid}`);
  return {
    ready: {
      event: "ready",
      pid: process.pid,
      endpoint: front.ready.endpoint,
      region,
      service: "execute-api",
      estate: estateLabel,
      speed: options.speed,
      data: options.data,
      exportKeyFile: exportKey.publicKeyFile,
      checkpointKeyFile: checkpoints.publicKeyFile,
      aws: { dynamodb, sqs: sqsEndpoint, events, estate, lambda: lambda.endpoint },
      credentials,
      ...(tokenKey !== undefined && { tokens: issueTokens(tokenKey, Date.now()) }),
    },
    stop: async () => {
      await front.stop();
      await lambda.stop();
      await Promise.all([sources.stop(), apart.stop()]);
      await trace.stop();
      await client.close();
      await cloud.stop();
      claim.release();
    },
  };
}

/** The claim of a folder whose files are what they have to be, by a runtime that may listen where it shall. */
async function claimSound(options: LocalOptions, region: string): Promise<Claim> {
  const claim = claimParts(options, region);
  try {
    checkFiles(options.data);
    await assertPortFree(options.port);
  } catch (error) {
    claim.release();
    throw error;
  }
  return claim;
}

/** A folder for each Region has one owner, and so have the tables and the estate: whoever joins leaves those to the one who has them. */
function claimParts({ data, join: joins }: LocalOptions, region: string): Claim {
  makeFolder(data);
  const regional = join(data, "regions", region);
  const tables = joins ? undefined : claimFolder(data);
  makeFolder(regional);
  const own = claimFolder(regional);
  return {
    announce: (more) => {
      own.announce(more);
      tables?.announce(more);
    },
    release: () => {
      own.release();
      tables?.release();
    },
  };
}
