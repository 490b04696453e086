// Serves an estate over HTTP by itself, for tests and for use without the runtime.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Estate } from "./estate.ts";
import { isFromPage } from "./pages.ts";

/** A listening server. `url` has no trailing slash; it is the `endpoint` for SDK clients. */
export type EstateServer = { readonly url: string; close(): Promise<void> };

/** Listens on the loopback interface; port 0 takes any free port. A `reset` answer becomes a TCP reset. */
export const createEstateServer = async (
  estate: Pick<Estate, "handle">,
  { port = 0 }: { readonly port?: number } = {},
): Promise<EstateServer> => {
  const server = createServer((request, response) => {
    if (isFromPage(request.headers)) {
      response.writeHead(403).end();
      return;
    }
    answer(estate, request, response).catch(() => request.socket.resetAndDestroy());
  });
  await listen(server, port);
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${actual}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
      });
    },
  };
};

const answer = async (estate: Pick<Estate, "handle">, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = "GET", url = "/", headers } = request;
  const result = await estate.handle({ method, url, headers, body: Buffer.concat(chunks) });
  if (result === "reset") {
    request.socket.resetAndDestroy();
    return;
  }
  response.writeHead(result.status, result.headers).end(result.body);
};

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
