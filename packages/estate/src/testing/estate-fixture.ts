// An estate in memory with a clock that tests move by hand, served over HTTP to real SDK clients.
import { EC2Client } from "@aws-sdk/client-ec2";
import { DrsClient } from "@aws-sdk/client-drs";
import { RDSClient } from "@aws-sdk/client-rds";
import { Route53Client } from "@aws-sdk/client-route-53";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import { createEstate, type Estate } from "../estate.ts";
import type { EstateOptions } from "../estate-options.ts";
import { createEstateServer } from "../estate-server.ts";
import { createHandClock, type HandClock } from "./hand-clock.ts";

/** Unmodified SDK clients of one Region; a mutation is sent once. */
export const createClients = (endpoint: string, region: string, accessKeyId = "AKIASIMULATED") => {
  const config = { endpoint, region, maxAttempts: 1, credentials: { accessKeyId, secretAccessKey: "not-checked" } };
  return {
    rds: new RDSClient(config),
    drs: new DrsClient(config),
    ec2: new EC2Client(config),
    route53: new Route53Client(config),
    ssm: new SSMClient(config),
    sts: new STSClient(config),
  };
};

/** SDK clients by service. */
export type Clients = ReturnType<typeof createClients>;

/** A served estate. */
export type EstateFixture = {
  readonly estate: Estate;
  readonly clock: HandClock;
  readonly url: string;
  readonly clients: Clients;
  clientsIn(region: string): Clients;
  stop(): Promise<void>;
};

/** Serves an estate at speed 1, seed `test`, with clients for us-east-1; `options` override. */
export const startEstate = async (options: Partial<EstateOptions> = {}): Promise<EstateFixture> => {
  const clock = createHandClock();
  const estate = createEstate({ memory: true, clock: clock.now, seed: "test", rateLimits: false, ...options });
  const server = await createEstateServer(estate);
  const all: Clients[] = [];
  const clientsIn = (region: string): Clients => {
    const clients = createClients(server.url, region);
    all.push(clients);
    return clients;
  };
  return {
    estate,
    clock,
    url: server.url,
    clients: clientsIn("us-east-1"),
    clientsIn,
    async stop() {
      for (const clients of all) for (const client of Object.values(clients)) client.destroy();
      await server.close();
      estate.close();
    },
  };
};

/** What a watcher saw, and how many estate seconds after it began. */
export type Sighting<Seen> = { readonly seen: Seen; readonly atSeconds: number };

/** Reads again and again while the clock moves on; returns the changes, the first sighting included. */
export const watch = async <Seen>(
  clock: HandClock,
  read: () => Promise<Seen>,
  { seconds, step = 1 }: { readonly seconds: number; readonly step?: number },
): Promise<readonly Sighting<Seen>[]> => {
  const sightings: Sighting<Seen>[] = [];
  for (let atSeconds = 0; atSeconds <= seconds; atSeconds += step) {
    const seen = await read();
    if (sightings.length === 0 || JSON.stringify(seen) !== JSON.stringify(sightings.at(-1)?.seen)) sightings.push({ seen, atSeconds });
    clock.pass(step);
  }
  return sightings;
};
