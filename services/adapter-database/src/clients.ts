/** Everything that this adapter acts on, as narrow ports by Region. */
import { createRegionalClients, lazyPort } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import type { DefaultsPort } from "@dr/adapter-kit/defaults-client";
import type { CachePort } from "./cache-client.ts";
import type { GlobalPort } from "./global-client.ts";
import type { InventoryPort } from "./inventory-client.ts";
import type { LagPort } from "./lag-client.ts";
import type { OnPremisesPort } from "./on-premises-client.ts";
import type { RdsPort } from "./rds-client.ts";
import type { RestorePort } from "./restore-client.ts";
import type { ReplicaPort } from "./replica-client.ts";
import type { StandbyPort } from "./standby-client.ts";

/** Ports by Region; without a Region, that of the function. */
export interface DatabaseClients {
  /** Clusters and instances. */
  readonly rds: (region?: string) => RdsPort;
  /** Global databases of Aurora, DocumentDB and Neptune: one API for the three. */
  readonly globals: (region?: string) => GlobalPort;
  /** Replication lag, from CloudWatch. */
  readonly lag: (region?: string) => LagPort;
  readonly replicas: (region?: string) => ReplicaPort;
  /** Oracle standbys. */
  readonly standbys: (region?: string) => StandbyPort;
  /** Global replication groups of ElastiCache. */
  readonly caches: (region?: string) => CachePort;
  /** Copies that are restored. */
  readonly restores: (region?: string) => RestorePort;
  /** Databases outside AWS. */
  readonly onPremises: (region?: string) => OnPremisesPort;
  /** What the environment says where a task does not. */
  readonly defaults: DefaultsPort;
  /** Lists, for those who ask. */
  readonly inventory: (region?: string) => InventoryPort;
}

/** Clients where the environment leads: AWS, `DR_AWS_ENDPOINT`, or what it is connected through; the SDK's are loaded with their first call. */
export function createDatabaseClients(env: FunctionEnv): DatabaseClients {
  return {
    rds: createRegionalClients((region) => lazyPort(async () => (await import("./rds-client.ts")).createRdsPort(env, region))),
    globals: createRegionalClients((region) => lazyPort(async () => (await import("./global-client.ts")).createGlobalPort(env, region))),
    lag: createRegionalClients((region) => lazyPort(async () => (await import("./lag-client.ts")).createLagPort(env, region))),
    replicas: createRegionalClients((region) => lazyPort(async () => (await import("./replica-client.ts")).createReplicaPort(env, region))),
    standbys: createRegionalClients((region) => lazyPort(async () => (await import("./standby-client.ts")).createStandbyPort(env, region))),
    restores: createRegionalClients((region) => lazyPort(async () => (await import("./restore-client.ts")).createRestorePort(env, region))),
    caches: createRegionalClients((region) => lazyPort(async () => (await import("./cache-client.ts")).createCachePort(env, region))),
    onPremises: createRegionalClients((region) =>
      lazyPort(async () => (await import("./on-premises-client.ts")).createOnPremisesPort(env, region)),
    ),
    // A disaster does not wait for them: the Region that holds them may be the lost one.
    defaults: lazyPort(async () => (await import("@dr/adapter-kit/defaults-client")).createDefaultsPort(env, { attempts: 2 })),
    inventory: createRegionalClients((region) =>
      lazyPort(async () => (await import("./inventory-client.ts")).createInventoryPort(env, region)),
    ),
  };
}
