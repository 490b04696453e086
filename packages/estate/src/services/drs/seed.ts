// The DRS part of a seed: protected servers.
import * as z from "zod";
import { seededHex } from "../../seeded-choice.ts";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { seedIdentifier, seedRegion } from "../../seeding/seed-words.ts";
import { seedRecovered } from "./seed-recovered.ts";
import { taggedId, taggedKind, type TaggedRecord } from "../tagging/records.ts";
import type { WorldChange } from "../../world/world.ts";
import { provideTemplate } from "./launch-template.ts";
import { sourceServerIdFor, sourceServerKind } from "./records.ts";

const launched = { instanceId: seedIdentifier, isDrill: z.boolean().default(false) };

const sourceServer = z.strictObject({
  /** A DRS id (`s-` and 17 characters), or the name a plan uses, from which the id is derived. */
  id: seedIdentifier,
  /** The recovery Region. */
  region: seedRegion,
  originRegion: seedRegion,
  replicationState: z
    .enum([
      "STOPPED",
      "INITIATING",
      "INITIAL_SYNC",
      "BACKLOG",
      "CREATING_SNAPSHOT",
      "CONTINUOUS",
      "PAUSED",
      "RESCAN",
      "STALLED",
      "DISCONNECTED",
    ])
    .default("CONTINUOUS"),
  lagSeconds: z.int().min(0).default(0),
  hasSnapshots: z.boolean().default(true),
  /** EC2 instance that it replicates; default: its name, where that is one. */
  awsInstanceId: seedIdentifier.optional(),
  launchDisposition: z.enum(["STARTED", "STOPPED"]).default("STARTED"),
  /** A server outside of AWS. */
  onPremises: z.boolean().default(false),
  tags: z.record(z.string(), z.string()).optional(),
  /** An instance that was launched from it before; `reversed` replicates it back to the origin, where `home` was launched of that. */
  recovered: z
    .strictObject({
      ...launched,
      reversed: seedIdentifier.optional(),
      home: z.strictObject(launched).optional(),
    })
    .optional(),
});

const schema = z.strictObject({ sourceServers: z.array(sourceServer).default([]) });

/** What a seed document may say about DRS. */
export type DrsSeed = z.input<typeof schema>;

const REPLICATING = new Set(["CONTINUOUS", "BACKLOG", "CREATING_SNAPSHOT", "RESCAN"]);

/** Protected servers. A server that does not replicate is taken to have stopped when it is seeded. */
const apply = (
  { sourceServers }: z.output<typeof schema>,
  { world, seeder, region: defaultRegion, createdMs, nowMs }: SeedContext,
): void => {
  for (const { id: name, region = defaultRegion, originRegion, recovered, awsInstanceId, tags = {}, ...server } of sourceServers) {
    const id = sourceServerIdFor(name);
    const octet = (label: string): number => Number.parseInt(seededHex(2, label, id), 16);
    seeder.add(sourceServerKind, { service: "drs", kind: "source-server", region, id, name }, () => ({
      sourceServerId: id,
      region,
      originRegion: originRegion ?? otherRegion(region),
      name,
      ...(awsInstanceId === undefined ? name.startsWith("i-") && { awsInstanceId: name } : { awsInstanceId }),
      ...server,
      ...(!REPLICATING.has(server.replicationState) && { replicationStoppedMs: nowMs }),
      addedMs: createdMs,
      privateIp: `10.0.${octet("ip3")}.${octet("ip4")}`,
    }));
    provideTemplate(world, region, id);
    seedTags(world, { service: "drs", region, resource: `source-server/${id}`, tags });
    const added = world.get(sourceServerKind, region, id);
    if (recovered && added) seedRecovered(world, added, recovered);
  }
};

const seedTags = (world: WorldChange, of: TaggedRecord): void => {
  if (Object.keys(of.tags).length > 0) world.put(taggedKind, of.region, taggedId(of), of);
};

/** Protection within one Region makes little sense: without other word the origin is the usual partner Region. */
const otherRegion = (region: string): string => (region === "us-east-1" ? "us-west-2" : "us-east-1");

/** Schema and effect of the DRS part. */
export const drsSeed = { schema, apply };
