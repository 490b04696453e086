/** Everything that this adapter acts on, as narrow ports by Region. */
import { createRegionalClients } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import { createCachePort, type CachePort } from "./cache-client.ts";
import { createGlobalPort, type GlobalPort } from "./global-client.ts";
import { createInventoryPort, type InventoryPort } from "./inventory-client.ts";
import { createLagPort, type LagPort } from "./lag-client.ts";
import { createRdsPort, type RdsPort } from "./rds-client.ts";
import { createReplicaPort, type ReplicaPort } from "./replica-client.ts";

/** Ports by Region; without a Region, that of the function. */
export interface DatabaseClients {
  /** Clusters and instances. */
  readonly rds: (region?: string) => RdsPort;
  /** Global databases of Aurora, DocumentDB and Neptune: one API for the three. */
  readonly globals: (region?: string) => GlobalPort;
  /** Replication lag, from CloudWatch. */
  readonly lag: (region?: string) => LagPort;
  readonly replicas: (region?: string) => ReplicaPort;
  /** Global replication groups of ElastiCache. */
  readonly caches: (region?: string) => CachePort;
  /** Lists, for those who ask. */
  readonly inventory: (region?: string) => InventoryPort;
}

/** Clients where the environment leads: AWS, `DR_AWS_ENDPOINT`, or what it is connected through. */
export function createDatabaseClients(env: FunctionEnv): DatabaseClients {
  return {
    rds: createRegionalClients((region) => createRdsPort(env, region)),
    globals: createRegionalClients((region) => createGlobalPort(env, region)),
    lag: createRegionalClients((region) => createLagPort(env, region)),
    replicas: createRegionalClients((region) => createReplicaPort(env, region)),
    caches: createRegionalClients((region) => createCachePort(env, region)),
    inventory: createRegionalClients((region) => createInventoryPort(env, region)),
  };
}
