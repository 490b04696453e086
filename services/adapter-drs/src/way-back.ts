/** Where a recovered server stands on its way home: its instance, the server that replicates that back, and what was launched of it there. */
import { block, refuseWith } from "@dr/adapter-kit";
import { parseArn } from "@dr/events";
import type { DrsClients } from "./clients.ts";
import type { RecoveryInstanceFacts, SourceServerFacts } from "./drs-client.ts";
import { isLeaving } from "./instance-states.ts";
import { resolveServers } from "./resolve-servers.ts";

/** A source server with the instance that was launched of it. */
export interface Recovered {
  readonly sourceServerId: string;
  readonly arn: string;
  readonly region: string | undefined;
  readonly originRegion: string | undefined;
  readonly replicationState: string;
  readonly reversedArn: string | undefined;
  readonly instance: RecoveryInstanceFacts | undefined;
}

/** The way back of a server: `there` is the reversed server in the Region where it came from; undefined before replication was reversed. */
export interface WayBack {
  readonly here: Recovered;
  readonly there: Recovered | undefined;
}

interface Asking {
  readonly clients: DrsClients;
  readonly config: { readonly region?: string | undefined };
}

/** Reads it by the server's name in a plan. Refuses a name that means no server, or several. */
export async function readWayBack({ clients, config: { region } }: Asking, name: string): Promise<WayBack> {
  const found = (await resolveServers(clients.drs(region), [name])).get(name);
  if (found === undefined || !("sourceServerId" in found))
    throw refuseWith(found ?? block("drs.server_not_found", `DRS replicates no ${name}`));
  const here = await withInstance(clients, region, found);
  return { here, there: await readReversed(clients, found) };
}

/** After a second reversal the first server is in use again, and only the reversed one tells of the two. */
async function readReversed(clients: DrsClients, { arn, reversedArn, originRegion }: SourceServerFacts): Promise<Recovered | undefined> {
  if (reversedArn !== undefined) return readServer(clients, reversedArn);
  if (originRegion === undefined) return undefined;
  const there = (await clients.drs(originRegion).describeSourceServers()).find((server) => server.reversedArn === arn);
  return there && withInstance(clients, originRegion, there);
}

/** A server by its ARN; undefined if DRS does not list it yet. */
async function readServer(clients: DrsClients, arn: string): Promise<Recovered | undefined> {
  const { region = "", resource = "" } = parseArn(arn) ?? {};
  const [server] = await clients.drs(region).describeSourceServers([resource.replace("source-server/", "")]);
  return server && withInstance(clients, region, server);
}

async function withInstance(clients: DrsClients, region: string | undefined, server: SourceServerFacts): Promise<Recovered> {
  const { sourceServerId, arn, originRegion, replicationState, reversedArn } = server;
  const instances = await clients.drs(region).describeRecoveryInstances([sourceServerId]);
  const instance = instances.find(({ ec2State }) => !isLeaving(ec2State));
  return { sourceServerId, arn, region, originRegion, replicationState, reversedArn, instance };
}
