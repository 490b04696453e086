// The buckets that tasks of a plan name: a pair for each, which replicate each other; and what they need to be led elsewhere.
import * as z from "zod";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import type { S3Seed } from "./seed.ts";

const TECHNOLOGY = "s3_replication";
const resources = z.looseObject({
  sourceBuckets: z.array(z.string()).catch([]),
  sourceRegion: z.string().catch("us-east-1"),
  destinationRegion: z.string().catch("us-west-2"),
  destinationBuckets: z.record(z.string(), z.string()).catch({}),
});

/** A bucket and its replica, as a plan means them. */
export type PlannedPair = {
  readonly source: string;
  readonly destination: string;
  readonly sourceRegion: string;
  readonly destinationRegion: string;
};

/** The pairs of a task: the replica's name is written, or the bucket's with the Region. */
export const pairsOf = (task: PlanTask): readonly PlannedPair[] => {
  if (task.technology !== TECHNOLOGY) return [];
  const { sourceBuckets, sourceRegion, destinationRegion, destinationBuckets } = resources.parse(task.resources);
  return sourceBuckets
    .map((written) => written.replace("arn:aws:s3:::", ""))
    .map((source) => ({
      source,
      destination: destinationBuckets[source] ?? `${source}-${destinationRegion}`,
      sourceRegion,
      destinationRegion,
    }));
};

/** A pair of buckets for each that is named. */
export const s3Resources = (tasks: readonly PlanTask[]): { readonly seed: S3Seed } => ({
  seed: {
    buckets: tasks.flatMap((task) => {
      // What shall be configured yet has no rules.
      const isBare = task.operation === "configure_replication";
      return pairsOf(task).flatMap(({ source, destination, sourceRegion, destinationRegion }) => [
        { name: source, region: sourceRegion, ...(isBare ? {} : { replicatesTo: destination }) },
        { name: destination, region: destinationRegion, ...(isBare ? {} : { replicatesTo: source }) },
      ]);
    }),
  },
});

/** Records of such tasks that say no new value are led over by the Region in their old one: it is written so that DNS has one. */
export const nameOldValues = (tasks: readonly PlanTask[]): readonly PlanTask[] =>
  tasks.map((task) => {
    const [pair] = pairsOf(task);
    const records = task.resources["route53Records"];
    if (pair === undefined || !Array.isArray(records)) return task;
    const oldValue = `${pair.source}.s3.${pair.sourceRegion}.amazonaws.com`;
    const route53Records = records.map((one: unknown) => (typeof one === "object" && one !== null ? { oldValue, ...one } : one));
    return { ...task, resources: { ...task.resources, route53Records } };
  });
