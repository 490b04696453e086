// The DRS part of a seed: protected servers.
import * as z from "zod";
import { seededHex } from "../../seeded-choice.ts";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { seedIdentifier, seedRegion } from "../../seeding/seed-words.ts";
import type { WorldChange } from "../../world/world.ts";
import { launchTemplateKind, SIMULATED_IMAGE, SIMULATED_SUBNET } from "../ec2/records.ts";
import { launchTemplateIdOf, sourceServerIdFor, sourceServerKind } from "./records.ts";

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
  launchDisposition: z.enum(["STARTED", "STOPPED"]).default("STARTED"),
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
  for (const { id: name, region = defaultRegion, originRegion, ...server } of sourceServers) {
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
    seedTemplate(world, region, launchTemplateIdOf(id));
  }
};

/** The launch template that DRS makes for a server: part of the server, so no line of the report. */
const seedTemplate = (world: WorldChange, region: string, templateId: string): void => {
  if (world.get(launchTemplateKind, region, templateId) !== undefined) return;
  world.put(launchTemplateKind, region, templateId, {
    templateId,
    name: templateId,
    latestVersion: 1,
    defaultVersion: 1,
    imageId: SIMULATED_IMAGE,
    instanceType: "m6i.large",
    subnetId: SIMULATED_SUBNET,
    securityGroupIds: [],
    tags: {},
  });
};

/** Protection within one Region makes little sense: without other word the origin is the usual partner Region. */
const otherRegion = (region: string): string => (region === "us-east-1" ? "us-west-2" : "us-east-1");

/** Schema and effect of the DRS part. */
export const drsSeed = { schema, apply };
