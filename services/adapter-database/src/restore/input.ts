/** What a plan may write for a restore, and which copies that makes. */
import { parseStage as takeApart, taskMark, type TaskContext } from "@dr/adapter-kit";
import { declaredRegion, lazyStrictObject, resourceName } from "@dr/events";
import * as z from "zod";
import type { DatabaseClients } from "../clients.ts";

const securityGroupIds = () => z.array(z.string().regex(/^sg-[0-9a-f]+$/, "expected the id of a security group")).min(1);
/** RDS user guide, "Naming constraints": a letter, then letters, digits and single hyphens, 63 at most. */
const newName = () =>
  z.string().regex(/^(?!.*--)[a-z][a-z0-9-]{0,61}[a-z0-9]$/, "expected lower-case letters, digits and single hyphens, 63 at most");

/** Where copies go. Production is only read: a copy is something new, in a subnet group of its own. */
const placement = () => ({
  region: declaredRegion({ ofNames: true }).optional(),
  subnetGroup: z.string().min(1).describe("DB subnet group of the copies; a drill refuses that of the source"),
  securityGroupIds: securityGroupIds().describe("Security groups of the copies"),
  instanceClass: z
    .string()
    .startsWith("db.")
    .optional()
    .describe("Class of the instance of a restored cluster; default: that of the source's writer"),
  names: z
    .record(resourceName(["rds-cluster", "rds-instance", "opaque"], { namespace: "rds-snapshot", use: "chooses" }), newName())
    .optional()
    .describe("Name of the copy, by source; default <source>-dr-<8 digits of this task>"),
  rpoSeconds: z.number().nonnegative().max(31_536_000).optional().describe("Most that a copy may be behind, in seconds"),
  restoreTimeout: z.number().positive().max(86_400).optional().describe("Seconds until the restore counts as failed"),
});

/** Sources of a restore to a point in time. */
export const pointInTimeResources = lazyStrictObject(() => ({
  clusters: z
    .array(resourceName("rds-cluster", { use: "reads" }))
    .optional()
    .describe("Aurora clusters, by name or ARN"),
  instances: z
    .array(resourceName("rds-instance", { use: "reads" }))
    .optional()
    .describe("DB instances, by name or ARN"),
}))
  .refine(({ clusters = [], instances = [] }) => clusters.length + instances.length > 0, "expected at least one cluster or instance")
  .meta({ minProperties: 1 });
/** How to restore to a point in time. */
export const pointInTimeConfig = lazyStrictObject(() => ({
  ...placement(),
  restoreTime: z.iso.datetime().optional().describe("Time to restore to, ISO 8601 in UTC; default: the latest that can be restored"),
  copyOnWrite: z
    .boolean()
    .optional()
    .describe("A clone that shares unchanged pages with its source (Aurora, same Region); default: in a drill"),
}));

const snapshotName = () =>
  resourceName("opaque", { namespace: "rds-snapshot", use: "reads" }).regex(
    /^[A-Za-z][\w.:-]{0,254}$/,
    "expected the name or the ARN of a snapshot",
  );
/** Snapshots to restore. */
export const snapshotResources = lazyStrictObject(() => ({
  clusterSnapshots: z.array(snapshotName()).optional().describe("Snapshots of clusters, by name or ARN"),
  instanceSnapshots: z.array(snapshotName()).optional().describe("Snapshots of instances, by name or ARN"),
}))
  .refine(
    ({ clusterSnapshots = [], instanceSnapshots = [] }) => clusterSnapshots.length + instanceSnapshots.length > 0,
    "expected at least one snapshot",
  )
  .meta({ minProperties: 1 });
/** How to restore snapshots. */
export const snapshotConfig = lazyStrictObject(() => placement());

/** Either operation, as its stages see it. */
export interface RestoreConfig extends z.infer<typeof snapshotConfig> {
  readonly restoreTime?: string | undefined;
  readonly copyOnWrite?: boolean | undefined;
}
/** Either operation's context. */
export type RestoreContext = TaskContext<DatabaseClients, unknown, RestoreConfig>;

/** A stage of a copy: the cluster, the instance in it, or an instance that stands alone. */
export interface Stage {
  readonly stage: "cluster" | "member" | "instance";
  readonly source: string;
}

/** Stages by name: a cluster serves nobody before it has an instance. */
export function listStages(clusters: readonly string[] = [], instances: readonly string[] = []): readonly string[] {
  return [
    ...new Set([...clusters.flatMap((name) => [`cluster:${name}`, `member:${name}`]), ...instances.map((name) => `instance:${name}`)]),
  ];
}

/** Takes the name of a stage apart. */
export function parseStage(target: string): Stage {
  const { stage, name } = takeApart(target);
  return { stage: stage as Stage["stage"], source: name };
}

/** The stage that comes before; none for the first. */
export function stageBefore(target: string): readonly string[] {
  const { stage, source } = parseStage(target);
  return stage === "member" ? [`cluster:${source}`] : [];
}

const MAX_NAME = 63;
const MEMBER = "-1";

/** The same for every attempt of a task: the name is the idempotency. */
export function copyName(context: Pick<RestoreContext, "executionId" | "taskId" | "config">, { stage, source }: Stage): string {
  const plain = plainName(source);
  const mark = taskMark(context, 8);
  const made = `${plain.slice(0, MAX_NAME - mark.length - "-dr-".length - MEMBER.length).replace(/-+$/, "")}-dr-${mark}`;
  const chosen = Object.entries(context.config.names ?? {}).find(([written]) => written === source || plainName(written) === plain);
  const name = chosen?.[1] ?? made;
  return stage === "member" ? `${name.slice(0, MAX_NAME - MEMBER.length)}${MEMBER}` : name;
}

/** A source by any of its spellings, as it stands in the name of a copy. */
function plainName(written: string): string {
  return (written.split(":").at(-1) ?? written)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "");
}

/** By these a copy is known as this task's own. */
export function copyTags(
  { executionId, taskId }: Pick<RestoreContext, "executionId" | "taskId">,
  source: string,
): Readonly<Record<string, string>> {
  return { "dr:execution-id": executionId, "dr:task-id": taskId, "dr:copy-of": source.split(":").at(-1) ?? source };
}
