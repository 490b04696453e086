/** What a plan may write for a database failover, and which resources that means. */
import { secondsSchema } from "@dr/adapter-kit";
import { declaredRegion, identify, lazyStrictObject, parseReference, resourceName, type ResourceReference } from "@dr/events";
import * as z from "zod";

/** Clusters and instances by name or ARN; at least one. An ARN also tells the Region. */
export const failoverResources = lazyStrictObject(() => ({
  clusters: z.array(resourceName("rds-cluster")).optional().describe("Aurora or Multi-AZ DB clusters, by name or ARN"),
  instances: z.array(resourceName("rds-instance")).optional().describe("Multi-AZ DB instances, by name or ARN"),
}))
  .refine(({ clusters = [], instances = [] }) => clusters.length + instances.length > 0, "expected at least one cluster or instance")
  // What a JSON Schema can say of that, so that a plan without any is refused when it is saved.
  .meta({ minProperties: 1 });
/** Clusters and instances by name or ARN. */
export type FailoverResources = z.infer<typeof failoverResources>;

/** A member of a cluster: it changes its role with the cluster that is failed over, and is no target of its own. */
const writer = () => resourceName("rds-instance", { use: "mentions" });

/** How to fail over. `targetInstance` names the new writer of a cluster; without it the available reader of the lowest promotion tier is taken. */
export const failoverConfig = lazyStrictObject(() => ({
  targetInstance: z
    .union([writer(), z.record(resourceName("rds-cluster", { use: "chooses" }), writer())])
    .optional()
    .describe("New writer, or new writer by cluster (name or ARN, as in `clusters` or not)"),
  target_instance: z
    .union([writer(), z.record(resourceName("rds-cluster", { use: "chooses" }), writer())])
    .optional()
    .describe("The same in the words of older plans; targetInstance counts where both are said"),
  region: declaredRegion({ ofNames: true }).optional(),
  failoverTimeout: z.number().positive().max(86_400).optional().describe("Seconds until the failover counts as failed"),
  healthCheckRetries: z
    .int()
    .nonnegative()
    .max(1_000)
    .optional()
    .describe("How often a database that moved may be found unhealthy, every 30 s; default: until the failover times out"),
  healthCheckTimeout: secondsSchema().optional().describe('Seconds (or "30s", "5m") after the failover was sent by which it has to serve'),
  drill: z.strictObject({ allowDisruptive: z.boolean().optional() }).optional().describe("A drill fails over only with allowDisruptive"),
}));
/** How to fail over. */
export type FailoverConfig = z.infer<typeof failoverConfig>;

/** A resource as the ledger names it (`cluster:orders`, `instance:billing`), taken apart. */
export interface DatabaseTarget {
  readonly kind: "cluster" | "instance";
  readonly id: string;
  readonly region: string | undefined;
}

/** Names of the resources, each once: `cluster:<name or ARN>` and `instance:<name or ARN>`. */
export function listDatabases({ clusters = [], instances = [] }: FailoverResources): readonly string[] {
  return [...new Set([...clusters.map((id) => `cluster:${id}`), ...instances.map((id) => `instance:${id}`)])];
}

/** Takes a resource name of `listDatabases` apart; the Region is the ARN's, or the one given. */
export function parseTarget(target: string, region: string | undefined): DatabaseTarget {
  const kind = target.startsWith("cluster:") ? "cluster" : "instance";
  const name = target.slice(kind.length + 1);
  if (!name.startsWith("arn:")) return { kind, id: name, region };
  const parts = name.split(":");
  return { kind, id: parts[6] ?? name, region: parts[3] ?? region };
}

/**
 * The writer that the configuration names for a target of `listDatabases`, as RDS names instances (a plain name in lower case); undefined if it names
 * none. Clusters of the map and instances may be written in any spelling: name or ARN, upper or lower case.
 */
export function writerFor(config: Pick<FailoverConfig, "target_instance" | "targetInstance">, target: string): string | undefined {
  const targetInstance = config.targetInstance ?? config.target_instance;
  const cluster = referenceOf("rds-cluster", target.slice("cluster:".length));
  const entries = typeof targetInstance === "object" ? Object.entries(targetInstance) : [];
  const chosen = entries.find(([key]) => meansSame(referenceOf("rds-cluster", key), cluster))?.[1];
  const written = typeof targetInstance === "string" ? targetInstance : chosen;
  return written === undefined ? undefined : (referenceOf("rds-instance", written)?.id ?? written);
}

function referenceOf(kind: "rds-cluster" | "rds-instance", written: string): ResourceReference | undefined {
  const named = identify(kind, written, { defaults: { account: "", region: "" } });
  return named && parseReference(named.reference);
}

/** A name that tells no account or Region means the one of that name, wherever the other says it is. */
function meansSame(a: ResourceReference | undefined, b: ResourceReference | undefined): boolean {
  if (!a || !b || a.id !== b.id) return false;
  return [[a.account, b.account] as const, [a.region, b.region] as const].every(
    ([left, right]) => left === "" || right === "" || left === right,
  );
}
