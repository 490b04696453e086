/** Ports by instance: each is reached as its secret says. */
import type { FunctionEnv } from "@dr/runtime";
import { createReplicaPort, type ReplicaPort } from "./api/replica-client.ts";
import { createSecretReader } from "./secrets-client.ts";

/** An instance by its name, reached as a secret says (`dr-orchestration/sql-always-on/<instance>` if none is named). */
export interface SqlClients {
  readonly instance: (name: string, secretId?: string) => Promise<ReplicaPort>;
}

/** Clients over TDS; secrets from AWS, or from `DR_AWS_ENDPOINT`. Each statement group has a connection of its own: one that was cut is never used again. */
export function createSqlClients(env: FunctionEnv): SqlClients {
  const readSecret = createSecretReader(env);
  return {
    instance: async (name, secretId = `dr-orchestration/sql-always-on/${name}`) => {
      const address = await readSecret(secretId);
      const { createDriver } = await import("./api/driver-client.ts");
      return createReplicaPort(createDriver(address));
    },
  };
}
