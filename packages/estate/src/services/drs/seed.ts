// The DRS part of a seed: protected servers, and jobs of others.
import * as z from "zod";
import { seededHex } from "../../seeded-choice.ts";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { seedIdentifier, seedRegion } from "../../seeding/seed-words.ts";
import { SIMULATED_SUBNET } from "../ec2/records.ts";
import { seedRecovered } from "./seed-recovered.ts";
import { taggedId, taggedKind, type TaggedRecord } from "../tagging/records.ts";
import type { WorldChange } from "../../world/world.ts";
import { provideTemplate } from "./launch-template.ts";
import { openJob, seedOpenJob } from "./seed-open-job.ts";
import { sourceServerIdFor, sourceServerKind } from "./records.ts";

const launched = { instanceId: seedIdentifier, isDrill: z.boolean().default(false) };

const sourceServer = z.strictObject({
  /** A DRS id (`s-` and 17 characters), or the name a plan uses, from which the id is derived. */
  id: seedIdentifier,
  /** The recovery Region. */
  region: seedRegion,
  originRegion: seedRegion,
  /** DRS's word (`CONTINUOUS`, `STALLED`, `DISCONNECTED`, …); any other is one that came after this was written. */
  replicationState: z.string().default("CONTINUOUS"),
  lagSeconds: z.int().min(0).default(0),
  hasSnapshots: z.boolean().default(true),
  /** The points in time that there are, instead of those of DRS's default policy. */
  snapshots: z.array(z.iso.datetime()).optional(),
  stagingStatus: z.enum(["EXTENDED", "EXTENSION_ERROR", "NOT_EXTENDED"]).optional(),
  /** EC2 instance that it replicates; default: its name, where that is one. */
  awsInstanceId: seedIdentifier.optional(),
  launchDisposition: z.enum(["STARTED", "STOPPED"]).default("STARTED"),
  /** What its launch template names; `null` = the template is gone. */
  launchTemplate: z
    .strictObject({ subnetId: z.string().default(SIMULATED_SUBNET), securityGroupIds: z.array(z.string()).default([]) })
    .nullish(),
  /** Switches post-launch actions on; they are listed, and never run. */
  postLaunchActions: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        /** The Systems Manager document. */
        actionCode: z.string().min(3),
        optional: z.boolean().default(false),
        active: z.boolean().default(true),
      }),
    )
    .optional(),
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

const schema = z.strictObject({
  sourceServers: z.array(sourceServer).default([]),
  openJobs: z.array(openJob).default([]),
});

/** What a seed document may say about DRS. */
export type DrsSeed = z.input<typeof schema>;

const REPLICATING = new Set(["CONTINUOUS", "BACKLOG", "CREATING_SNAPSHOT", "RESCAN"]);

const apply = ({ sourceServers, openJobs }: z.output<typeof schema>, context: SeedContext): void => {
  for (const server of sourceServers) seedServer(server, context);
  for (const [index, job] of openJobs.entries()) seedOpenJob(job, index, context);
};

/** A protected server. One that does not replicate is taken to have stopped when it is seeded. */
const seedServer = (
  { id: name, region: own, originRegion, recovered, awsInstanceId, tags = {}, ...rest }: z.output<typeof sourceServer>,
  { world, seeder, region: usual, createdMs, nowMs }: SeedContext,
): void => {
  const { launchTemplate, snapshots, stagingStatus, postLaunchActions, ...server } = rest;
  const region = own ?? usual;
  const id = sourceServerIdFor(name);
  const octet = (label: string): number => Number.parseInt(seededHex(2, label, id), 16);
  seeder.add(sourceServerKind, { service: "drs", kind: "source-server", region, id, name }, () => ({
    sourceServerId: id,
    region,
    originRegion: originRegion ?? otherRegion(region),
    name,
    ...(awsInstanceId === undefined ? name.startsWith("i-") && { awsInstanceId: name } : { awsInstanceId }),
    ...server,
    ...(snapshots && { snapshotsMs: snapshots.map((at) => Date.parse(at)) }),
    ...(stagingStatus && { stagingStatus }),
    ...(postLaunchActions && { postLaunchActions }),
    ...(!REPLICATING.has(server.replicationState) && { replicationStoppedMs: nowMs }),
    addedMs: createdMs,
    privateIp: `10.0.${octet("ip3")}.${octet("ip4")}`,
  }));
  if (launchTemplate !== null) provideTemplate(world, region, id, launchTemplate);
  seedTags(world, { service: "drs", region, resource: `source-server/${id}`, tags });
  const added = world.get(sourceServerKind, region, id);
  if (recovered && added) seedRecovered(world, added, recovered);
};

const seedTags = (world: WorldChange, of: TaggedRecord): void => {
  if (Object.keys(of.tags).length > 0) world.put(taggedKind, of.region, taggedId(of), of);
};

/** Protection within one Region makes little sense: without other word the origin is the usual partner Region. */
const otherRegion = (region: string): string => (region === "us-east-1" ? "us-west-2" : "us-east-1");

/** Schema and effect of the DRS part. */
export const drsSeed = { schema, apply };
