// Adds the DRS part of a seed.
import { sourceServerIdFor, sourceServerKind } from "../drs/records.ts";
import { seededHex } from "../seeded-choice.ts";
import type { SeedContext } from "./seed-context.ts";
import type { ParsedSeed } from "./seed-document.ts";

const REPLICATING = new Set(["CONTINUOUS", "BACKLOG", "CREATING_SNAPSHOT", "RESCAN"]);

/** Protected servers. A server that does not replicate is taken to have stopped when it is seeded. */
export const seedDrs = ({ drs }: ParsedSeed, { seeder, region: defaultRegion, createdMs, nowMs }: SeedContext): void => {
  for (const { id: name, region = defaultRegion, originRegion, ...server } of drs.sourceServers) {
    const id = sourceServerIdFor(name);
    const octet = (label: string): number => Number.parseInt(seededHex(2, label, id), 16);
    seeder.add(sourceServerKind, { service: "drs", kind: "source-server", region, id, name }, () => ({
      sourceServerId: id,
      region,
      originRegion: originRegion ?? otherRegion(region),
      name,
      ...(name.startsWith("i-") && { awsInstanceId: name }),
      ...server,
      ...(!REPLICATING.has(server.replicationState) && { replicationStoppedMs: nowMs }),
      addedMs: createdMs,
      privateIp: `10.0.${octet("ip3")}.${octet("ip4")}`,
    }));
  }
};

/** Protection within one Region makes little sense: without other word the origin is the usual partner Region. */
const otherRegion = (region: string): string => (region === "us-east-1" ? "us-west-2" : "us-east-1");
