// The HTTPS listener in front of all simulated clusters: the name that a client asks for in TLS (SNI) is the cluster.
import { createServer } from "node:https";
import type { IncomingMessage } from "node:http";
import { createSecureContext, type SecureContext, type TLSSocket } from "node:tls";
import { GLOBAL_REGION } from "../../world/kind.ts";
import type { Front, FrontContext } from "../../fronts/front.ts";
import { listenOn } from "../../fronts/listen.ts";
import { fileSystemOf } from "./fsx-names.ts";
import { clusterKind } from "./records.ts";

/** Listens; a client has to trust the authority and to name the cluster as server. */
export const ontapFront = async ({ handle, view, authority }: FrontContext): Promise<Front> => {
  const fallback = await authority.certificateFor("ontap.simulated");
  const server = createServer({
    ...fallback,
    SNICallback: (name, done) => void offer(authority, name, done),
  });
  const { port, close } = await listenOn(server, handle, clusterOf);
  const endpoint = `https://127.0.0.1:${port}`;
  return {
    secrets: () =>
      view()
        .list(clusterKind, GLOBAL_REGION)
        .map(({ name, username, password, site }) => {
          const fileSystem = fileSystemOf(name);
          // A file system's own name follows from its id and its Region; here it stands behind another address.
          const own = fileSystem === undefined ? { serverName: name, username } : { region: site };
          return {
            name: `dr-orchestration/netapp-ontap/${fileSystem ?? name}`,
            value: JSON.stringify({ endpoint, ...own, password, ca: authority.ca }),
          };
        }),
    close,
  };
};

const offer = async (
  authority: FrontContext["authority"],
  name: string,
  done: (error: Error | null, context?: SecureContext) => void,
): Promise<void> => {
  const pair = await authority.certificateFor(name).catch(() => undefined);
  return pair === undefined ? done(new Error(`no certificate for ${name}`)) : done(null, createSecureContext(pair));
};

const clusterOf = ({ socket, headers }: IncomingMessage): string => {
  const cluster = (socket as TLSSocket).servername;
  return typeof cluster === "string" ? cluster : (headers.host ?? "");
};
