/** Ports by cluster: each is reached as its secret says. */
import { createClusterPort, type ClusterPort } from "./api/cluster-client.ts";
import { createHttpsTransport } from "./api/transport.ts";
import type { FunctionEnv } from "@dr/runtime";
import { addressOf, clusterSecret } from "./secret.ts";

/** A cluster by its name, reached as a secret says (`dr-orchestration/netapp-ontap/<cluster>` if none is named). */
export interface OntapClients {
  readonly cluster: (name: string, secretId?: string) => Promise<ClusterPort>;
}

/** A password that was changed counts after this time at the latest. */
const SECRET_MS = 5 * 60_000;

/** Clients over HTTPS; secrets from AWS, or from `DR_AWS_ENDPOINT`. */
export function createOntapClients(env: FunctionEnv, nowMs: () => number = Date.now): OntapClients {
  // Loaded with the first secret, not at a cold start.
  const reader = async () => (await import("@dr/adapter-kit/secrets-client")).createSecretReader(env, clusterSecret);
  let secrets: ReturnType<typeof reader> | undefined;
  const readSecret = async (id: string) => (await (secrets ??= reader()))(id);
  const ports = new Map<string, { readonly port: Promise<ClusterPort>; readonly untilMs: number }>();
  return {
    cluster: (name, secretId = `dr-orchestration/netapp-ontap/${name}`) => {
      const known = ports.get(secretId);
      if (known && known.untilMs > nowMs()) return known.port;
      const port = readSecret(secretId).then((address) => createClusterPort(createHttpsTransport(addressOf(name, secretId, address))));
      ports.set(secretId, { port, untilMs: nowMs() + SECRET_MS });
      // A failed read is no answer for the next one.
      port.catch(() => ports.delete(secretId));
      return port;
    },
  };
}
