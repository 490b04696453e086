/** Snapshots of all volumes of an instance at one moment, and their copies in the other Region. */
import { block, parseStage, refuseWith, statusWords, type Finding, type TaskContext } from "@dr/adapter-kit";
import { declaredRegion, lazyStrictObject, resourceName } from "@dr/events";
import * as z from "zod";
import type { SnapshotFacts } from "../api/disk-facts.ts";
import type { StorageClients } from "../storage-client.ts";
import { markOf } from "../mark.ts";
import { secondsBetween } from "../seconds-between.ts";
import { effects } from "../transitions.ts";
import { idOf, otherRegion } from "../written.ts";

/** Instances whose volumes are kept. */
export const snapshotResources = lazyStrictObject(() => ({
  instanceIds: z.array(resourceName("ec2-instance")).min(1).describe("Instances, all of whose volumes are kept at one moment"),
  sourceRegion: declaredRegion({ ofNames: true }).optional().describe("Region of the instances; that of the installation if absent"),
  destinationRegion: declaredRegion().optional().describe("Region of the copies; none are made if absent"),
}));
/** Instances whose volumes are kept. */
export type SnapshotResources = z.infer<typeof snapshotResources>;

/** How they are copied. */
export const snapshotConfig = lazyStrictObject(() => ({
  kmsKeyId: z.string().min(1).optional().describe("Key of the destination's Region for the copies"),
}));
/** How they are copied. */
export type SnapshotConfig = z.output<typeof snapshotConfig>;

type Context = TaskContext<StorageClients, SnapshotResources, SnapshotConfig>;

interface SnapshotsFacts {
  readonly instance: string;
  readonly volumes: number;
  readonly snapshots: readonly SnapshotFacts[];
  readonly now: string;
}

interface WantedSnapshots {
  readonly mark: string;
  /** How many there have to be; by `of` for copies. */
  readonly sources: readonly string[] | null;
  readonly count: number;
}

const words = statusWords({
  code: "storage.snapshot_failed",
  serving: ["completed"],
  passing: ["pending", "recoverable", "recovering"],
  lasting: ["error"],
});
const status = ({ snapshots }: SnapshotsFacts) => words(snapshots.find(({ state }) => state !== "completed")?.state ?? "completed");
const describe = ({ instance, volumes, snapshots }: SnapshotsFacts): string =>
  `${instance} has ${volumes} volumes, ${snapshots.filter(({ state }) => state === "completed").length} of ${snapshots.length} snapshots are completed`;

/** When the volumes were as they are kept: the oldest of them counts; null: of one nobody knows. */
const oldest = (snapshots: readonly SnapshotFacts[]): string | null => snapshots.map(({ keptAt }) => keptAt ?? "").toSorted()[0] || null;

const evidenceOf = (facts: SnapshotsFacts) => {
  const at = oldest(facts.snapshots);
  const seconds = at === null ? null : secondsBetween(at, facts.now);
  return {
    after: { instance: facts.instance, snapshots: facts.snapshots.map(({ id }) => id), keptAt: at },
    externalIds: Object.fromEntries(facts.snapshots.map(({ id, volumeId }, index) => [`snapshot${index}`, `${id} of ${volumeId}`])),
    rpo: { seconds, method: "snapshot_age", confidence: seconds === null ? "unknown" : "exact" },
  } as const;
};

/** One call keeps all volumes at one moment: a crash of the machine would have left the same. */
export const keep = effects({
  settleSeconds: 30,
  expectedSeconds: 90,
  read: async ({ clients, resources, now }: Context, target, wanted: WantedSnapshots | undefined): Promise<SnapshotsFacts> => {
    const instance = parseStage(target).name;
    const port = clients.ebs(resources.sourceRegion);
    const volumes = wanted === undefined ? (await port.volumesOn(instance)).length : wanted.count;
    return { instance, volumes, snapshots: wanted === undefined ? [] : await port.snapshotsOf(wanted.mark), now };
  },
  status,
  fit: ({ instance, volumes }, { clients, resources }): readonly Finding[] => {
    const { region } = clients.place(resources.sourceRegion);
    const elsewhere = resources.instanceIds.flatMap((one) =>
      idOf(one) === instance ? (otherRegion(one, region, "sourceRegion") ?? []) : [],
    );
    if (volumes > 0 || elsewhere.length > 0) return elsewhere;
    return [block("storage.no_volumes", `${instance} has no volumes, or is not there`, { instance })];
  },
  want: ({ volumes }, context): WantedSnapshots => ({ mark: markOf(context), sources: null, count: volumes }),
  reached: ({ snapshots }, { count }) => snapshots.length >= count && snapshots.every(({ state }) => state === "completed"),
  act: async ({ clients, resources }, target, { wanted }) => {
    await clients.ebs(resources.sourceRegion).createSnapshots(parseStage(target).name, wanted.mark);
    return null;
  },
  describe,
  evidence: evidenceOf,
});

/** Copies are asked for in the destination's Region. One that is there is not made again. */
export const copy = effects({
  settleSeconds: 30,
  expectedSeconds: 120,
  read: async ({ clients, resources, now }: Context, target, wanted: WantedSnapshots | undefined): Promise<SnapshotsFacts> => {
    const instance = parseStage(target).name;
    const found = wanted === undefined ? [] : await clients.ebs(resources.destinationRegion).snapshotsOf(wanted.mark);
    return { instance, volumes: wanted?.count ?? 0, snapshots: found, now };
  },
  status: (facts) => (facts.snapshots.length < facts.volumes ? words("completed") : status(facts)),
  want: (_facts, context, target): WantedSnapshots => {
    const kept = context.earlier(`keep:${parseStage(target).name}`);
    const told = kept?.result?.after["snapshots"];
    const sources = Array.isArray(told) ? told.filter((id): id is string => typeof id === "string") : [];
    // Before anything was begun there is nothing to copy yet: readiness asks so early.
    if (kept !== undefined && sources.length === 0 && context.executionType !== "drill")
      throw refuseWith(block("storage.no_snapshots", `${target}: there are no snapshots to copy`));
    return { mark: markOf(context), sources, count: sources.length };
  },
  reached: ({ snapshots }, { sources }) =>
    (sources ?? []).every((source) => snapshots.some(({ of, state }) => of === source && state === "completed")) && sources?.length !== 0,
  act: async ({ clients, resources, config }, _target, { wanted }) => {
    const port = clients.ebs(resources.destinationRegion);
    const sourceRegion = clients.place(resources.sourceRegion).region;
    const there = await port.snapshotsOf(wanted.mark);
    for (const id of wanted.sources ?? []) {
      if (there.some(({ of }) => of === id)) continue;
      const source = await clients.ebs(sourceRegion).snapshot(id);
      if (source === null) throw refuseWith(block("storage.no_snapshot", `${id} is not in ${sourceRegion} any more`, { snapshot: id }));
      await port.copySnapshot({ source, sourceRegion, mark: wanted.mark, kmsKeyId: config.kmsKeyId ?? null });
    }
    return null;
  },
  describe,
  evidence: evidenceOf,
});
