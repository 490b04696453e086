/** How long and how many senders may hold a socket: whoever sends a byte a second must not keep others out. */
import type { Server, ServerOptions } from "node:http";

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

/** Connections above the limit are closed at once. */
export function limitSockets(server: Server, { sockets }: SenderLimits): void {
  server.maxConnections = sockets;
}
