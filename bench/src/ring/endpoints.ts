/** Receivers for benchmarks: one that is dead in three ways, and one that notes when it first hears of an event. */
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

/** A receiver that never takes anything. */
export interface DeadReceiver {
  readonly url: string;
  readonly asked: () => number;
  readonly close: () => Promise<void>;
}

/** One request in three is cut off, one is answered by 503, one is never answered. */
export async function deadReceiver(): Promise<DeadReceiver> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    if (asked % 3 === 0) request.socket.destroy();
    else if (asked % 3 === 1) response.writeHead(503).end();
  });
  const url = await listen(server);
  return { url, asked: () => asked, close: () => close(server) };
}

/** A receiver that takes everything. */
export interface LivingReceiver {
  readonly url: string;
  /** The challenge was answered. */
  readonly verified: Promise<void>;
  readonly forget: () => void;
  /** Resolves once nothing came for two seconds. */
  readonly quiet: () => Promise<void>;
  /** Milliseconds from the time of each event to its first arrival. */
  readonly delays: () => number[];
  readonly close: () => Promise<void>;
}

/** Notes the first arrival of each event. */
export async function livingReceiver(): Promise<LivingReceiver> {
  const delayOf = new Map<string, number>();
  let lastAt = performance.now();
  const { promise: verified, resolve: isVerified } = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    const at = performance.timeOrigin + performance.now();
    lastAt = performance.now();
    void text(request).then((body) => {
      const { type, timestamp, data } = JSON.parse(body) as { type: string; timestamp: string; data: unknown };
      if (type === "dr.endpoint.verify") {
        response.end(JSON.stringify(data));
        isVerified();
        return;
      }
      const id = String(request.headers["webhook-id"]);
      if (id.startsWith("EXEC#") && !delayOf.has(id)) delayOf.set(id, at - Date.parse(timestamp));
      response.writeHead(204).end();
    });
  });
  const url = await listen(server);
  return {
    url: `${url}/dr`,
    verified,
    forget: () => delayOf.clear(),
    quiet: async () => {
      while (performance.now() - lastAt < 2_000) await sleep(200);
    },
    delays: () => [...delayOf.values()],
    close: () => close(server),
  };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
}
