/** Ports of servers that tests start. */
import { createServer, type AddressInfo } from "node:net";
import { waitFor } from "../support/wait-for.ts";

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves when something answers there, whatever it says. */
export async function untilListening(endpoint: string, name: string): Promise<void> {
  const answers = (): Promise<true | undefined> =>
    fetch(endpoint).then(
      () => true,
      () => undefined,
    );
  await waitFor(name, answers, { everyMs: 200 });
}
