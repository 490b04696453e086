/** The whole platform on MiniStack, made from what is deployed to AWS: manifests, delivery plan and bundles. No container, no template of its own. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { services } from "@dr/services";
import { createFunctions, type Bundle } from "./functions.ts";
import { createGateway } from "./gateway.ts";
import { createMessaging } from "./messaging.ts";
import type { Place } from "./place.ts";
import { createStorage, type Storage } from "./storage.ts";

const repository = join(import.meta.dirname, "../../..");

/** Bundles every function into a folder, as a deployment does. */
export async function bundleAll(folder: string): Promise<readonly Bundle[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ["stacks/synth/bundles.ts", folder], { cwd: repository });
  return JSON.parse(stdout) as readonly Bundle[];
}

/** A deployed ring. */
export interface Ring extends Storage {
  /** Host of the HTTP API. */
  readonly host: string;
  readonly queues: ReadonlyMap<string, string>;
}

/** Deploys everything. */
export async function deploy(place: Place, bundles: readonly Bundle[]): Promise<Ring> {
  const storage = await createStorage(place, services);
  const queues = await createMessaging(place, services);
  await createFunctions(services, { place, bundles, queues, streams: storage.streams });
  return { ...storage, queues, host: await createGateway(place, services) };
}
