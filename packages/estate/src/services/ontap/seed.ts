// The part of a seed document for ONTAP: clusters with their volumes, and the mirrors between them.
import * as z from "zod";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { seedRegion } from "../../seeding/seed-words.ts";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { clusterKind, type Endpoint, pathOf, relationshipKind, svmKind, uuidOf, volumeKind } from "./records.ts";

const name = z.string().min(1).max(203);
const end = z.strictObject({ cluster: name, svm: name, volume: name });

const schema = z.strictObject({
  clusters: z
    .array(
      z.strictObject({
        name,
        site: seedRegion,
        username: z.string().default("dr-orchestration"),
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
        groupType: z.enum(["none", "svm_dr", "consistency_group"]).default("none"),
        state: z.string().default("snapmirrored"),
        lagSeconds: z.number().nonnegative().default(60),
        /** Seconds between transfers; null for a mirror that is not updated any more. */
        everySeconds: z.number().positive().nullable().default(300),
      }),
    )
    .default([]),
  volumes: z.array(z.strictObject({ ...end.shape, path: z.string().nullable().default(null) })).default([]),
});

type Seed = z.output<typeof schema>;

const addVolume = ({ cluster, svm, volume }: Endpoint, path: string | null, { seeder, createdMs }: SeedContext): void => {
  const uuid = uuidOf("volume", cluster, svm, volume);
  seeder.add(svmKind, { service: "ontap", kind: "svm", region: GLOBAL_REGION, id: `${cluster}/${svm}`, name: svm }, () => ({
    cluster,
    name: svm,
    uuid: uuidOf("svm", cluster, svm),
    dynamicDns: false,
  }));
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

const apply = ({ clusters, relationships, volumes }: Seed, context: SeedContext): void => {
  const { seeder, region: usual, nowMs } = context;
  for (const { name: own, site = usual, nodes, ...rest } of clusters) {
    seeder.add(clusterKind, { service: "ontap", kind: "cluster", region: GLOBAL_REGION, id: own, name: own }, () => ({
      ...rest,
      name: own,
      uuid: uuidOf("cluster", own),
      site,
      nodes: nodes ?? [1, 2].map((number) => ({ name: `${own}-0${number}`, state: "up" })),
    }));
  }
  for (const { source, destination, lagSeconds, ...rest } of relationships) {
    addVolume(source, `/${source.volume}`, context);
    addVolume(destination, null, context);
    const uuid = uuidOf("mirror", destination.cluster, pathOf(destination));
    const record = { uuid, source, destination, ...rest, snapshotMs: nowMs - lagSeconds * 1000, transfers: [] };
    seeder.add(
      relationshipKind,
      { service: "ontap", kind: "relationship", region: GLOBAL_REGION, id: uuid, name: pathOf(destination) },
      () => record,
    );
  }
  for (const { path, ...volume } of volumes) addVolume(volume, path, context);
};

/** Seeding of ONTAP. */
export const ontapSeed = { schema, apply };
