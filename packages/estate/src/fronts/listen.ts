// A listener whose requests are the estate's: it reads each one whole, and writes the answer.
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isByPage } from "../pages.ts";
import type { FrontContext } from "./front.ts";

/** A server that listens on the loopback interface. */
export type Listener = { readonly port: number; readonly close: () => Promise<void> };

/** Has a server listen on a port of its own. `hostOf` says which system a request is for: it is the request's host from there on. */
export const listenOn = async (
  server: Server,
  handle: FrontContext["handle"],
  hostOf: (request: IncomingMessage) => string,
): Promise<Listener> => {
  server.on("request", (request, response) => {
    if (isByPage(request.headers)) return void response.writeHead(403).end();
    answer(handle, hostOf, request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const answer = async (
  handle: FrontContext["handle"],
  hostOf: (request: IncomingMessage) => string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = "GET", url = "/" } = request;
  const result = await handle({ method, url, headers: { ...request.headers, host: hostOf(request) }, body: Buffer.concat(chunks) });
  if (result === "reset") request.socket.destroy();
  else response.writeHead(result.status, result.headers).end(result.body);
};
