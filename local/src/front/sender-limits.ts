/** How long and how many senders may hold a socket: whoever sends a byte a second must not keep others out. */
import type { Server, ServerOptions } from "node:http";
import type { Socket } from "node:net";

/** In milliseconds, and sockets at once. */
export interface SenderLimits {
  readonly headersMs: number;
  /** For the whole request, as long as API Gateway waits for an answer. */
  readonly requestMs: number;
  readonly sockets: number;
}

/** More than every client of one machine needs at once. */
export const SENDER_LIMITS: SenderLimits = { headersMs: 10_000, requestMs: 30_000, sockets: 1_000 };

/** Options of `createServer`: a request that is late is answered with 408, and its socket closed. */
export function serverOptionsOf({ headersMs, requestMs }: SenderLimits): ServerOptions {
  return { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: Math.max(50, Math.floor(headersMs / 10)) };
}

/**
 * Above the limit the socket goes that has been without a whole request for longest: whoever opens thousands and says little closes his own, and nobody else's. Where all are
 * being answered it is the newest.
 */
export function limitSockets(server: Server, { sockets }: SenderLimits): void {
  const idle = new Set<Socket>();
  let open = 0;
  const rest = (socket: Socket): void => {
    if (!socket.destroyed) idle.add(socket);
  };
  server.on("connection", (socket) => {
    open += 1;
    socket.once("close", () => {
      open -= 1;
      idle.delete(socket);
    });
    const [longest = socket] = idle;
    rest(socket);
    if (open > sockets) longest.destroy();
  });
  server.on("request", (incoming, outgoing) => {
    const { socket } = incoming;
    incoming.once("end", () => idle.delete(socket));
    outgoing.once("close", () => rest(socket));
  });
}
