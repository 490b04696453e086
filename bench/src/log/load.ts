/** Drives a log with a number of clients and counts. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Subject } from "./subjects.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** One load: `operations` appends of `events` events each, by `clients` at once, over the streams from `firstStream` on. */
export interface Load {
  readonly clients: number;
  readonly streams: number;
  readonly events: number;
  readonly operations: number;
  readonly firstStream: number;
}

/** Appends per second. A stream belongs to one client, so that nobody waits for a conflict; more clients than streams would have nothing to do. */
export async function appendsPerSecond(subject: Subject, { clients, streams, events, operations, firstStream }: Load): Promise<number> {
  const busy = Math.min(clients, streams);
  // What the subject before left behind is not this one's to clear away.
  collectGarbage();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: busy }, async (_, client) => {
      for (let operation = client; operation < operations; operation += busy) {
        // Client c owns the streams c, c + busy, c + 2·busy, …
        const owned = Math.floor((streams - client - 1) / busy) + 1;
        const stream = client + busy * (Math.floor(operation / busy) % owned);
        await subject.append(firstStream + stream, events);
      }
    }),
  );
  return operations / ((performance.now() - started) / 1000);
}
