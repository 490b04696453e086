/** The thread of the API: a caller does not wait while waves are advanced, as in the cloud. */
import { wallClockMs } from "../steady-clock.ts";
import { serveThread } from "../thread/serve-thread.ts";
import { loadFunctions, type FunctionsData } from "../wiring/load-functions.ts";
import { heavyApart } from "./heavy/apart.ts";
import { createHeavyPool } from "./heavy/pool.ts";
import { startHeavyThread } from "./heavy/thread.ts";
import { createLocalProxy } from "./local-proxy.ts";
import type { Credential } from "./credentials.ts";
import { watchDependencies } from "./dependencies.ts";
import { startFront } from "./server.ts";
import { createSigV4Verifier } from "./sigv4.ts";
import { createTokenVerifier } from "./tokens.ts";

/** What the front begins with. */
export interface FrontData extends FunctionsData {
  readonly credentials: readonly Credential[];
  /** What tokens are signed with, where callers bring tokens and not signatures. */
  readonly tokenKey: string | undefined;
}

/** Where the front listens. */
export interface FrontAddress {
  readonly endpoint: string;
}

/** Two, as the machine has cores to spare at best; sixteen documents wait, of 10 MiB at most; and nobody for longer than API Gateway lets a call take. */
const HEAVY = { threads: 2, waiting: 16, limitMs: 29_000 };

await serveThread<FrontData, FrontAddress>(async (data, { log }) => {
  const { options, place, addresses, credentials, tokenKey } = data;
  const functions = await loadFunctions(["http"], data);
  const heavy = createHeavyPool({
    ...HEAVY,
    start: () => startHeavyThread(new URL("./heavy/worker.ts", import.meta.url), data),
    after: (milliseconds, act) => {
      const timer = setTimeout(act, milliseconds);
      return () => clearTimeout(timer);
    },
  });
  const fronts = functions.flatMap((light) => {
    const { trigger } = light.manifest;
    return trigger.kind === "http" ? [{ routes: trigger.routes, answers: heavyApart(light, heavy, log) }] : [];
  });
  const { dynamodb, sqs, events, estate } = addresses;
  const dependencies = watchDependencies({ database: dynamodb, queues: sqs, bus: events, estate }, log);
  const { endpoint, stop } = await startFront({
    port: options.port,
    accountId: place.accountId,
    fronts,
    verify:
      tokenKey === undefined
        ? createSigV4Verifier({ region: place.region, service: "execute-api", credentials, nowMs: wallClockMs })
        : createTokenVerifier({ key: tokenKey, nowMs: wallClockMs }),
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
      heavy.stop();
      return stop();
    },
  };
});
