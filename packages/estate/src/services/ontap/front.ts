// The HTTPS listener in front of all simulated clusters: the name that a client asks for in TLS (SNI) is the cluster.
import { createServer } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createSecureContext, type SecureContext, type TLSSocket } from "node:tls";
import { GLOBAL_REGION } from "../../world/kind.ts";
import type { Front, FrontContext } from "../../fronts/front.ts";
import { fileSystemOf } from "./fsx-names.ts";
import { clusterKind } from "./records.ts";

/** Listens; a client has to trust the authority and to name the cluster as server. */
export const ontapFront = async ({ handle, view, authority }: FrontContext): Promise<Front> => {
  const fallback = await authority.certificateFor("ontap.simulated");
  const server = createServer(
    {
      ...fallback,
      SNICallback: (name, done) => void offer(authority, name, done),
    },
    (request, response) => {
      answer(handle, request, response).catch(() => request.socket.destroy());
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
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
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
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

const answer = async (handle: FrontContext["handle"], request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const cluster = (request.socket as TLSSocket).servername;
  const host = typeof cluster === "string" ? cluster : (request.headers.host ?? "");
  const { method = "GET", url = "/" } = request;
  const result = await handle({ method, url, headers: { ...request.headers, host }, body: Buffer.concat(chunks) });
  if (result === "reset") request.socket.destroy();
  else response.writeHead(result.status, result.headers).end(result.body);
};
