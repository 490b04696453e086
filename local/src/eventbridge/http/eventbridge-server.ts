/** The endpoint on a socket of its own: for tests, and for trying it out with the AWS CLI. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createOwnServer } from "../../own-server.ts";
import type { EventBridgeHandler } from "./eventbridge-handler.ts";

/** A listening endpoint on the loopback interface. */
export interface EventBridgeServer {
  /** `http://127.0.0.1:<port>`: pass it to a client as `endpoint`. */
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

async function serve(handler: EventBridgeHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, headers, body } = await handler({ headers: request.headers, body: await readBody(request) });
  response.writeHead(status, headers).end(body);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** Listens on 127.0.0.1. Port 0, the default, takes any free one. Rejects if the port is taken. */
export async function createEventBridgeServer(options: {
  readonly handler: EventBridgeHandler;
  readonly port?: number;
}): Promise<EventBridgeServer> {
  const server = createOwnServer((request, response) => serve(options.handler, request, response));
  const port = await listen(server, options.port ?? 0);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
