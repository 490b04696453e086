// The part of a seed document for ONTAP: clusters with their volumes, and the mirrors between them.
import * as z from "zod";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { seedRegion } from "../../seeding/seed-words.ts";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { fileSystemOf } from "./fsx-names.ts";
import {
  clusterKind,
  type Endpoint,
  groupTypeOf,
  pathOf,
  relationshipKind,
  svmKind,
  type SvmState,
  uuidOf,
  volumeKind,
} from "./records.ts";

const name = z.string().min(1).max(203);
const place = { cluster: name, svm: name };
/** A volume, a consistency group, or the virtual machine itself where neither is written. */
const end = z
  .strictObject({ ...place, volume: name.optional(), consistencyGroup: name.optional() })
  .transform(({ volume, consistencyGroup, ...rest }): Endpoint => ({
    ...rest,
    volume: consistencyGroup === undefined ? (volume ?? "") : `/cg/${consistencyGroup}`,
  }));

const schema = z.strictObject({
  clusters: z
    .array(
      z.strictObject({
        name,
        site: seedRegion,
        /** `dr-orchestration`; of a file system of FSx `fsxadmin`. */
        username: z.string().optional(),
        password: z.string().default("simulated"),
        nodes: z.array(z.strictObject({ name, state: z.string().default("up") })).optional(),
        peers: z.array(name).default([]),
      }),
    )
    .default([]),
  /** Mirrors; the volumes at both ends come with them. */
  relationships: z
    .array(
      z.strictObject({
        source: end,
        destination: end,
        policyType: z.enum(["async", "sync", "automated_failover"]).default("async"),
        /** Volumes of a virtual machine or a consistency group, called the same at both ends. */
        members: z.array(name).default([]),
        state: z.string().default("snapmirrored"),
        lagSeconds: z.number().nonnegative().default(60),
        /** Seconds between transfers; null for a mirror that is not updated any more. */
        everySeconds: z.number().positive().nullable().default(300),
      }),
    )
    .default([]),
  /** Virtual machines of which no mirror tells. */
  svms: z.array(z.strictObject(place)).default([]),
  volumes: z.array(z.strictObject({ ...place, volume: name, path: z.string().nullable().default(null) })).default([]),
});

type Seed = z.output<typeof schema>;

type Place = Pick<Endpoint, "cluster" | "svm">;

const addSvm = ({ cluster, svm }: Place, state: SvmState, { seeder }: SeedContext): void => {
  seeder.add(svmKind, { service: "ontap", kind: "svm", region: GLOBAL_REGION, id: `${cluster}/${svm}`, name: svm }, () => ({
    cluster,
    name: svm,
    uuid: uuidOf("svm", cluster, svm),
    dynamicDns: false,
    state,
  }));
};

const addVolume = ({ cluster, svm, volume }: Endpoint, path: string | null, context: SeedContext): void => {
  const { seeder, createdMs } = context;
  const uuid = uuidOf("volume", cluster, svm, volume);
  addSvm({ cluster, svm }, "running", context);
  seeder.add(volumeKind, { service: "ontap", kind: "volume", region: GLOBAL_REGION, id: uuid, name: volume }, () => ({
    uuid,
    cluster,
    svm,
    name: volume,
    path,
    exportPolicy: "default",
    fromMs: createdMs,
  }));
};

/** Virtual machines and volumes at both ends of a mirror. The namespace of a virtual machine is mirrored with it, and it rests until it takes over. */
const addEnds = ({ source, destination, members, state }: Seed["relationships"][number], context: SeedContext): void => {
  const groupType = groupTypeOf(destination);
  const isWhole = groupType === "svm_dr";
  if (isWhole) addSvm(destination, state === "broken_off" ? "running" : "stopped", context);
  if (isWhole && state === "broken_off") addSvm(source, "stopped", context);
  const at = (end: Endpoint): readonly string[] => (groupType === "none" ? [end.volume] : members);
  for (const volume of at(source)) addVolume({ ...source, volume }, `/${volume}`, context);
  for (const volume of at(destination)) addVolume({ ...destination, volume }, isWhole ? `/${volume}` : null, context);
};

const addMirror = (relationship: Seed["relationships"][number], context: SeedContext): void => {
  const { seeder, nowMs } = context;
  addEnds(relationship, context);
  const { lagSeconds, members: names, ...rest } = relationship;
  const { destination } = rest;
  const uuid = uuidOf("mirror", destination.cluster, pathOf(destination));
  const members = groupTypeOf(destination) === "none" ? [] : names.map((one) => ({ source: one, destination: one }));
  const record = { uuid, members, ...rest, snapshotMs: nowMs - lagSeconds * 1000, transfers: [] };
  const identity = { service: "ontap", kind: "relationship", region: GLOBAL_REGION, id: uuid, name: pathOf(destination) };
  seeder.add(relationshipKind, identity, () => record);
};

const apply = ({ clusters, relationships, svms, volumes }: Seed, context: SeedContext): void => {
  const { seeder, region: usual } = context;
  for (const { name: own, site = usual, nodes, username, ...rest } of clusters) {
    seeder.add(clusterKind, { service: "ontap", kind: "cluster", region: GLOBAL_REGION, id: own, name: own }, () => ({
      ...rest,
      username: username ?? (fileSystemOf(own) === undefined ? "dr-orchestration" : "fsxadmin"),
      name: own,
      uuid: uuidOf("cluster", own),
      site,
      nodes: nodes ?? [1, 2].map((number) => ({ name: `${own}-0${number}`, state: "up" })),
    }));
  }
  for (const relationship of relationships) addMirror(relationship, context);
  for (const svm of svms) addSvm(svm, "running", context);
  for (const { path, ...volume } of volumes) addVolume(volume, path, context);
};

/** Seeding of ONTAP. */
export const ontapSeed = { schema, apply };
