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
  const functions = await loadFunctions(["http"], data);
  const fronts = functions.flatMap((answers) => {
    const { trigger } = answers.manifest;
    return trigger.kind === "http" ? [{ routes: trigger.routes, answers }] : [];
  });
  const { dynamodb, sqs, events, estate } = addresses;
  const dependencies = watchDependencies({ database: dynamodb, queues: sqs, bus: events, estate }, log);
  const { endpoint, stop } = await startFront({
    port: options.port,
    accountId: place.accountId,
    fronts,
    verify: createSigV4Verifier({ region: place.region, service: "execute-api", credentials, nowMs: wallClockMs }),
    local: createLocalProxy(addresses),
    dependencies,
    home: { region: place.region, speed: options.speed, data: options.data },
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
