/** All clients of this adapter: one port per service, by Region. */
import { createRegionalClients, lazyPort } from "@dr/adapter-kit";
import { homeRegionOf, parseEnv, type FunctionEnv } from "@dr/runtime";
import type { BackupPort } from "./api/backup-client.ts";
import type { EbsPort } from "./api/ebs-client.ts";
import type { EfsPort } from "./api/efs-client.ts";
import type { FsxPort } from "./api/fsx-client.ts";

/** What operations act with. Without a Region, that of the installation. */
export interface StorageClients {
  readonly efs: (region?: string) => EfsPort;
  readonly ebs: (region?: string) => EbsPort;
  readonly backup: (region?: string) => BackupPort;
  readonly fsx: (region?: string) => FsxPort;
  /** The Region that an absent one stands for. */
  readonly place: (region?: string) => { readonly region: string };
}

/** Clients on AWS, or where the environment leads; the SDK's are loaded with their first call. */
export function createStorageClients(env: FunctionEnv): StorageClients {
  const home = homeRegionOf(parseEnv(env, []));
  return {
    efs: createRegionalClients((region) => lazyPort(async () => (await import("./api/efs-client.ts")).createEfsPort(env, region))),
    ebs: createRegionalClients((region) => lazyPort(async () => (await import("./api/ebs-client.ts")).createEbsPort(env, region))),
    backup: createRegionalClients((region) => lazyPort(async () => (await import("./api/backup-client.ts")).createBackupPort(env, region))),
    fsx: createRegionalClients((region) => lazyPort(async () => (await import("./api/fsx-client.ts")).createFsxPort(env, region))),
    place: (region) => ({ region: region ?? home }),
  };
}
