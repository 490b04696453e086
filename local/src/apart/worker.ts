/** The thread of the services that tell others: their functions, and the polls of their queues. */
import { setPriority } from "node:os";
import { createMappingClient } from "../sqs/mapping-client.ts";
import { toQueueBook } from "../sqs/server.ts";
import { serveThread } from "../thread/serve-thread.ts";
import { loadFunctions, type FunctionsData } from "../wiring/load-functions.ts";
import { connectSources } from "../wiring/sources.ts";
import { timesOf } from "../wiring/times.ts";
import { runsApart, type Delivered } from "./apart.ts";

/** On Linux the number 0 names the thread that calls, and not its process. */
const NICENESS = 5;

await serveThread<FunctionsData, null, Delivered>(async (data, { note, log }) => {
  if (process.platform === "linux") setPriority(0, NICENESS);
  const { options, place, addresses } = data;
  const functions = await loadFunctions(["queue", "stream", "schedule"], data, runsApart);
  const client = createMappingClient(addresses.sqs);
  const sources = connectSources({
    functions,
    feeds: new Map(),
    sqs: toQueueBook(addresses.sqs, addresses.queues),
    client,
    region: place.region,
    accountId: place.accountId,
    times: timesOf(options),
    trace: {
      onBus: () => undefined,
      onDelivery: (target, bodies) => {
        if (options.trace !== undefined) note({ target, bodies });
      },
      stop: () => Promise.resolve(),
    },
    log,
  });
  return {
    ready: null,
    stop: async () => {
      await sources.stop();
      await client.close();
    },
  };
});
