/** The services that run here, by their manifests: the list of the product, and adapters that somebody tries from a folder of their own. */
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { AdapterManifest, ServiceManifest } from "@dr/runtime";
import { isAdapter, services } from "@dr/services";
import { folderOf } from "@dr/services/load-function";
import type { LocalOptions } from "../options.ts";
import { resolveFromHere } from "./resolve-from-here.ts";
import { withoutReadiness } from "./without-readiness.ts";

/** A service and the folder that its entries are below. */
export interface LocalService {
  readonly manifest: ServiceManifest;
  readonly folder: string;
}

/** Folders of adapters beside the product's, and whether adapters are asked before a wave. */
type Listed = Pick<LocalOptions, "adapter" | "readiness">;

/**
 * The services of the product and the adapters in these folders. Rejects for a folder without a manifest of an adapter, and for a name or a
 * technology that is taken.
 */
export async function listServices({ adapter: adapterFolders, readiness }: Listed): Promise<readonly LocalService[]> {
  const listed: LocalService[] = services.map((manifest) => ({ manifest, folder: folderOf(manifest) }));
  for (const folder of adapterFolders) {
    const manifest = await readManifest(resolve(folder));
    const taken = listed.find((other) => clashes(other.manifest, manifest));
    if (taken) throw new Error(`--adapter ${folder}: ${manifest.service} (${manifest.technology}) clashes with ${taken.manifest.service}`);
    listed.push({ manifest, folder: resolve(folder) });
  }
  return readiness ? listed : listed.map((service) => ({ ...service, manifest: withoutReadiness(service.manifest) }));
}

/** The adapters among them. */
export function adaptersOf(listed: readonly LocalService[]): readonly AdapterManifest[] {
  return listed.map(({ manifest }) => manifest).filter((manifest) => isAdapter(manifest));
}

async function readManifest(folder: string): Promise<AdapterManifest> {
  const file = join(folder, "manifest.ts");
  if (!statSync(file, { throwIfNoEntry: false })) throw new Error(`--adapter ${folder}: there is no manifest.ts`);
  resolveFromHere(folder);
  const { manifest } = (await import(pathToFileURL(file).href)) as { manifest?: ServiceManifest };
  if (!manifest || !isAdapter(manifest)) throw new Error(`--adapter ${folder}: manifest.ts exports no manifest made by adapterManifest()`);
  return manifest;
}

function clashes(known: ServiceManifest, manifest: AdapterManifest): boolean {
  return known.service === manifest.service || (isAdapter(known) && known.technology === manifest.technology);
}
