/** The simulated estate of this machine: what adapters act on, the adapter registry, and `/_local/estate/…`. */
import { join } from "node:path";
import { createEstate, createEstateServer, type Estate } from "@dr/estate";
import { decodeStreamRecord } from "@dr/event-log";
import { parseLoose } from "@dr/events";
import type { AdapterManifest } from "@dr/runtime";
import { toRegistryParameters } from "@dr/adapter-kit";
import type { StreamRecord } from "../dynamodb/stream-record.ts";
import type { ServiceEvent } from "../eventbridge/index.ts";
import type { LocalLog } from "../log.ts";
import { connectionsTo } from "../inbox/connections.ts";
import { externalApiFolder, writeSecretFiles } from "../inbox/secret-files.ts";
import { createFrontSecrets } from "./front-secrets.ts";
import { writeParameters } from "./named-values.ts";
import type { LocalOptions } from "../options.ts";

/** The running estate. */
export interface LocalEstate {
  /** What adapters act on. */
  readonly endpoint: string;
  /** Parameter Store with the adapter registry. */
  readonly registryEndpoint: string;
  readonly label: string;
  /** Creates what a saved plan names and the estate does not have yet. */
  readonly onCommit: (record: StreamRecord) => void;
  readonly stop: () => Promise<void>;
}

/** What the estate needs. `awsEndpoint` makes adapters act on another endpoint instead, such as somebody else's emulator. */
export interface LocalEstateDeps {
  readonly options: LocalOptions;
  readonly region: string;
  readonly accountId: string;
  readonly adapters: readonly AdapterManifest[];
  /** Where other systems are stood in for. */
  readonly inbox: string;
  readonly awsEndpoint: string | undefined;
  readonly emitServiceEvent: (event: ServiceEvent) => Promise<string>;
  readonly log: LocalLog;
}

/** Opens the estate of the data folder and registers the adapters in its Parameter Store. */
export async function startEstate(deps: LocalEstateDeps): Promise<LocalEstate> {
  const { options, region, accountId, adapters, inbox, awsEndpoint, emitServiceEvent, log } = deps;
  const estate = createEstate({
    dataDir: join(options.data, "estate"),
    clock: Date.now,
    speed: options.speed,
    seed: String(options.seed),
    accountId,
    defaultRegion: region,
    onEvent: async ({ source, "detail-type": detailType, detail, resources, time }) => {
      await emitServiceEvent({ source, detailType, detail, resources, timeMs: Date.parse(time) });
    },
    log: ({ level, message }) => (level === "info" ? undefined : log(level, `estate: ${message}`)),
  });
  const server = await createEstateServer(estate);
  // It is an organisation's own, beside DRS: what it has is asked for before any plan names it.
  if (options.provision && awsEndpoint === undefined) estate.seed({ "drs-solution": { present: true } });
  const fronts = await estate.openFronts(join(options.data, "estate"));
  const secrets = createFrontSecrets(estate, { fronts, endpoint: server.url, region, log });
  await secrets.sync();
  const target = { estate, endpoint: server.url, region, log };
  // What a deployment does in the cloud: one parameter per operation.
  await writeParameters(
    target,
    adapters.flatMap((adapter) => toRegistryParameters(adapter)),
  );
  const connected = connectionsTo(options["connect-to"] ?? inbox, options.connect);
  await writeParameters(target, connected.parameters);
  writeSecretFiles(externalApiFolder(options.data), connected.secrets);
  return {
    endpoint: awsEndpoint ?? server.url,
    registryEndpoint: server.url,
    label: awsEndpoint === undefined ? "simulated" : `emulated at ${awsEndpoint}`,
    onCommit: (record) => (options.provision && awsEndpoint === undefined ? provision(estate, record, log, secrets.sync) : undefined),
    stop: async () => {
      await secrets.stop();
      await fronts.close();
      await server.close();
      estate.close();
    },
  };
}

function provision(estate: Estate, record: StreamRecord, log: LocalLog, syncSecrets: () => Promise<void>): void {
  const commit = decodeStreamRecord(record.newImage);
  if (!commit.streamId.startsWith("PLAN#")) return;
  for (const event of commit.events) {
    if (event.type !== "PlanWavesAdded") continue;
    const { waves } = parseLoose("PlanWavesAdded", event.data, event.schemaVersion);
    const created = estate.provisionForPlan({ waves: waves.map(({ waveNumber, tasks }) => ({ waveNumber, technologies: tasks })) }).created;
    if (created.length > 0) void syncSecrets();
    if (created.length > 0) log("info", `estate: ${created.length} simulated resources created for ${commit.streamId}`);
  }
}
