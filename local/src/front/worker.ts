/** The thread of the API: a caller does not wait while waves are advanced, as in the cloud. */
import { wallClockMs } from "../steady-clock.ts";
import { serveThread } from "../thread/serve-thread.ts";
import { loadFunctions, type FunctionsData } from "../wiring/load-functions.ts";
import { createLocalProxy } from "./local-proxy.ts";
import type { Credential } from "./credentials.ts";
import { watchDependencies } from "./dependencies.ts";
import { startFront } from "./server.ts";
import { createSigV4Verifier } from "./sigv4.ts";

/** What the front begins with. */
export interface FrontData extends FunctionsData {
  readonly credentials: readonly Credential[];
}

/** Where the front listens. */
export interface FrontAddress {
  readonly endpoint: string;
}

await serveThread<FrontData, FrontAddress>(async (data, { log }) => {
  const { options, place, addresses, credentials } = data;
  const [api] = await loadFunctions(["http"], data);
  if (api?.manifest.trigger.kind !== "http") throw new Error("no manifest declares a function for HTTP");
  const { dynamodb, sqs, events, estate } = addresses;
  const dependencies = watchDependencies({ database: dynamodb, queues: sqs, bus: events, estate }, log);
  const { endpoint, stop } = await startFront({
    port: options.port,
    accountId: place.accountId,
    routes: api.manifest.trigger.routes,
    api,
    verify: createSigV4Verifier({ region: place.region, service: "execute-api", credentials, nowMs: wallClockMs }),
    local: createLocalProxy(addresses),
    dependencies,
    nowMs: Date.now,
    log,
  });
  return {
    ready: { endpoint },
    stop: () => {
      dependencies.stop();
      return stop();
    },
  };
});
