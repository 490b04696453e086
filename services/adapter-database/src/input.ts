/** What a plan may write for a database failover, and which resources that means. */
import { z } from "zod";

const identifier = z
  .string()
  .regex(/^(?:arn:[\w-]+:rds:[a-z0-9-]+:\d{12}:(?:cluster|db):)?[A-Za-z][A-Za-z0-9-]{0,62}$/, "expected a name or an ARN of RDS");

/** Clusters and instances by name or ARN; at least one. An ARN also tells the Region. */
export const failoverResources = z
  .strictObject({
    clusters: z.array(identifier).optional().describe("Aurora or Multi-AZ DB clusters, by name or ARN"),
    instances: z.array(identifier).optional().describe("Multi-AZ DB instances, by name or ARN"),
  })
  .refine(({ clusters = [], instances = [] }) => clusters.length + instances.length > 0, "expected at least one cluster or instance")
  // What a JSON Schema can say of that, so that a plan without any is refused when it is saved.
  .meta({ minProperties: 1 });
/** Clusters and instances by name or ARN. */
export type FailoverResources = z.infer<typeof failoverResources>;

/** How to fail over. `targetInstance` names the new writer of a cluster; without it the available reader of the lowest promotion tier is taken. */
export const failoverConfig = z.strictObject({
  targetInstance: z
    .union([z.string().min(1), z.record(z.string(), z.string().min(1))])
    .optional()
    .describe("New writer, or new writer by cluster name"),
  region: z.string().min(1).optional(),
  failoverTimeout: z.number().positive().max(86_400).optional().describe("Seconds until the failover counts as failed"),
  healthCheckRetries: z.int().nonnegative().optional().meta({ deprecated: true, description: "health is polled until the timeout" }),
  drill: z.strictObject({ allowDisruptive: z.boolean().optional() }).optional().describe("A drill fails over only with allowDisruptive"),
});
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
