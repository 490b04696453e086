/** Ports by instance: each is reached as its secret says. */
import type { FunctionEnv } from "@dr/runtime";
import { instanceSecret } from "./secret.ts";
import { createReplicaPort, type ReplicaPort } from "./api/replica-client.ts";

/** An instance by its name, reached as a secret says (`dr-orchestration/sql-always-on/<instance>` if none is named, `<host>/<instance>` of a named one). */
export interface SqlClients {
  readonly instance: (name: string, secretId?: string) => Promise<ReplicaPort>;
}

/** Clients over TDS; secrets from AWS, or from `DR_AWS_ENDPOINT`. Each statement group has a connection of its own: one that was cut is never used again. */
export function createSqlClients(env: FunctionEnv): SqlClients {
  // Loaded with the first secret, not at a cold start.
  const reader = async () => (await import("@dr/adapter-kit/secrets-client")).createSecretReader(env, instanceSecret);
  let secrets: ReturnType<typeof reader> | undefined;
  const readSecret = async (id: string) => (await (secrets ??= reader()))(id);
  return {
    // `HOST\INSTANCE` is a usual name of an instance; no secret's name may hold a backslash.
    instance: async (name, secretId = `dr-orchestration/sql-always-on/${name.replaceAll("\\", "/")}`) => {
      const address = await readSecret(secretId);
      const { createDriver } = await import("./api/driver-client.ts");
      return createReplicaPort(createDriver(address));
    },
  };
}
