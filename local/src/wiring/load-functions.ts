/** The functions of the manifests, ready to be invoked on this machine. */
import { carryRequestsBy, type FunctionManifest } from "@dr/runtime";
import { loadFunction } from "@dr/services/load-function";
import type { CloudAddresses } from "../cloud/cloud.ts";
import { createLocalFunction, type LocalFunction } from "../lambda/environment.ts";
import { createRequestCarrier } from "../lambda/request-carrier.ts";
import type { CheckpointFiles } from "../front/export-key.ts";
import type { LocalOptions } from "../options.ts";
import { toQueueBook } from "../sqs/server.ts";
import { toFunctionEnv } from "./environment.ts";
import type { Place } from "./place.ts";
import { listServices } from "./services.ts";

/** What functions need of this machine: plain data, which crosses from one thread to another. */
export interface FunctionsData {
  readonly options: LocalOptions;
  readonly place: Place;
  readonly addresses: CloudAddresses;
  /** Where functions are invoked. */
  readonly lambda: string;
  /** Private key that exports are signed with. */
  readonly exportKeyFile: string;
  readonly checkpoints: CheckpointFiles;
}

/** One for each thread. */
const carrier = createRequestCarrier();

/** Loads the functions with one of these triggers, of the services that `isMeant` takes (default: all). Rejects when a module exports no `create(env)`. */
export async function loadFunctions(
  triggers: readonly FunctionManifest["trigger"]["kind"][],
  { options, place, addresses, lambda, exportKeyFile, checkpoints }: FunctionsData,
  isMeant: (service: string) => boolean = () => true,
): Promise<readonly LocalFunction[]> {
  const { region, accountId } = place;
  carryRequestsBy(carrier);
  const sqs = toQueueBook(addresses.sqs, addresses.queues);
  const { speed, "max-concurrent": maxConcurrentExecutions, "allowed-regions": allowedRegions = [] } = options;
  // Somebody else's emulator is not filled from plans.
  const providesNames = options.provision && addresses.target === addresses.estate;
  const at = {
    providesNames,
    ...addresses,
    ...place,
    sqs,
    lambda,
    speed,
    maxConcurrentExecutions,
    allowedRegions,
    exportKeyFile,
    checkpoints,
  };
  const services = await listServices(options);
  const meant = services.filter(({ manifest }) => isMeant(manifest.service));
  const declared = meant.flatMap((service) => service.manifest.functions.map((manifest) => ({ folder: service.folder, manifest })));
  return Promise.all(
    declared
      .filter(({ manifest }) => triggers.includes(manifest.trigger.kind))
      .map(async ({ folder, manifest }) => {
        const create = await loadFunction(folder, manifest);
        const env = toFunctionEnv(manifest, at);
        return createLocalFunction({ manifest, create, env, region, accountId, maxEnvironments: environmentsOf(manifest) });
      }),
  );
}

function environmentsOf({ trigger }: FunctionManifest): number {
  if (trigger.kind === "http") return 32;
  if (trigger.kind === "queue") return trigger.maxConcurrency;
  return trigger.kind === "stream" ? 4 : 1;
}
