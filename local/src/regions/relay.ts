/** A loopback endpoint that stays where it is while what is behind it moves: SDK clients are given their endpoint once. */
import { Agent, request } from "node:http";
import type { AddressInfo } from "node:net";
import { createOwnServer } from "../own-server.ts";

/** A relay. A request that meets nobody is dropped, as a lost connection: the SDK tries again by its own rules. */
export interface Relay {
  readonly endpoint: string;
  readonly pointTo: (target: string) => void;
  readonly stop: () => Promise<void>;
}

/** Starts a relay on 127.0.0.1. */
export async function startRelay(target: string): Promise<Relay> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let { hostname, port } = new URL(target);
  const server = createOwnServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const onward = request({ host: hostname, port, method, path, headers, agent }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on("error", () => outgoing.destroy()).pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.on("error", () => onward.destroy()).pipe(onward);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pointTo: (next) => {
      ({ hostname, port } = new URL(next));
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
}
