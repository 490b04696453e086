/** Looks at a group from its target, and from its primary where it is asked; and what stands against moving it. */
import { block, refuseWith, wait, warn, type Finding, type TaskContext } from "@dr/adapter-kit";
import type { DatabaseFacts, GroupFacts, ReplicaPort } from "./api/replica-client.ts";
import type { SqlClients } from "./clients.ts";
import { targetOf, type FailoverConfig, type GroupResources } from "./input.ts";

/** The context of these operations. */
export type SqlContext = TaskContext<SqlClients, GroupResources, FailoverConfig>;

/** The group as its target sees it; `onPrimary`: as the primary does, null where it was not asked or does not answer. */
export interface SqlFacts {
  readonly target: string;
  readonly group: GroupFacts;
  readonly onPrimary: GroupFacts | null;
  readonly now: string;
  readonly secondsSinceIntent: number;
}

/** The port of an instance of the task. */
export function instancePort({ clients, config }: Pick<SqlContext, "clients" | "config">, instance: string): Promise<ReplicaPort> {
  return clients.instance(instance, secretOf(config.secrets, instance));
}

/** The secret that the plan names for an instance, however either writes its case: a group tells its primary in the catalog's. */
export function secretOf(secrets: FailoverConfig["secrets"], instance: string): string | undefined {
  return Object.entries(secrets ?? {}).find(([name]) => isSame(name, instance))?.[1];
}

/** Reads them. A primary that does not answer is no error: then nobody knows. */
export async function readGroup(context: SqlContext, asksPrimary: boolean): Promise<SqlFacts> {
  const target = targetOf(context.resources);
  const group = await groupOn(context, target);
  const primary = group.primary ?? context.resources.primaryReplica ?? null;
  const isElsewhere = primary !== null && !isSame(primary, target);
  const onPrimary = asksPrimary && isElsewhere ? await groupOn(context, primary).catch(unlessPlanned(context)) : null;
  return { target, group, onPrimary, now: context.now, secondsSinceIntent: context.secondsSince(context.intentAt) };
}

/** Planned both sides have to answer. */
function unlessPlanned({ mode, executionType }: SqlContext) {
  return (error: unknown): null => {
    if (mode === "unplanned" && executionType !== "drill") return null;
    throw error;
  };
}

async function groupOn(context: SqlContext, instance: string): Promise<GroupFacts> {
  const { resources, config } = context;
  const port = await instancePort(context, instance);
  const { healthCheckTimeout } = config;
  const found = await port.group(resources.availabilityGroup, healthCheckTimeout === undefined ? undefined : healthCheckTimeout * 1000);
  if (found) return found;
  const message = `${instance} takes part in no availability group ${resources.availabilityGroup}: name an instance that hosts a replica, not a listener`;
  throw refuseWith(block("sql.no_group", message, { instance, availabilityGroup: resources.availabilityGroup }));
}

/** SQL Server compares names of servers without case. */
export function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** Is this replica the primary, by its own word? */
export function isPrimary({ group, target }: SqlFacts, replica: string): boolean {
  const own = group.replicas.find(({ name }) => isSame(name, replica));
  return isSame(replica, target) ? own?.role === "PRIMARY" : group.primary !== null && isSame(group.primary, replica);
}

/** Databases on the target. */
export function localDatabases({ group }: Pick<SqlFacts, "group">): readonly DatabaseFacts[] {
  return group.databases.filter(({ isLocal }) => isLocal);
}

/** Is the primary given up for lost? */
export function isLost({ mode, executionType }: Pick<SqlContext, "mode" | "executionType">): boolean {
  return mode === "unplanned" && executionType !== "drill";
}

/** What stands against acting on the group at all. */
export function fitGroup(facts: SqlFacts, context: SqlContext): readonly Finding[] {
  const { group, target } = facts;
  const { resources, config } = context;
  const local = group.replicas.find(({ isLocal }) => isLocal);
  const known = localDatabases(facts).map(({ name }) => name);
  const missing = (resources.databases ?? []).filter((wanted) => !known.some((name) => isSame(name, wanted)));
  const others = known.filter((name) => resources.databases !== undefined && !resources.databases.some((wanted) => isSame(name, wanted)));
  const allowed: readonly string[] = config.clusterTypes ?? ["WSFC"];
  return [
    ...(local && !isSame(local.name, target)
      ? [
          block(
            "sql.not_the_replica",
            `${target} leads to ${local.name}: a failover has to be run on the target itself; name the replica, not a listener`,
          ),
        ]
      : []),
    ...(allowed.includes(group.clusterType)
      ? []
      : [
          block(
            "sql.cluster_type",
            `${group.name} has the cluster type ${group.clusterType}: its failover goes through its cluster manager; say config.clusterTypes if this one may be moved by T-SQL`,
          ),
        ]),
    ...fitPrimary(facts, context),
    ...(missing.length > 0
      ? [block("sql.unknown_database", `${missing.join(", ")} is not in ${group.name}, which has ${known.join(", ")}`, { missing })]
      : []),
    ...(others.length > 0 ? [warn("sql.unit_is_group", `the unit is the availability group: ${others.join(", ")} moves along`)] : []),
    ...fitQuorum(facts),
  ];
}

/** A plan that means another primary than there is was written for another group, or before somebody moved this one. */
function fitPrimary({ group, target }: SqlFacts, { resources: { primaryReplica } }: SqlContext): readonly Finding[] {
  if (primaryReplica === undefined) return [];
  const replicas = group.replicas.map(({ name }) => name);
  if (!replicas.some((name) => isSame(name, primaryReplica))) {
    const message = `${primaryReplica} (primaryReplica) is no replica of ${group.name}, which has ${replicas.join(", ")}: mend it, or leave it out`;
    return [block("sql.unknown_replica", message, { primaryReplica, replicas })];
  }
  if (group.primary === null || isSame(group.primary, primaryReplica) || isSame(group.primary, target)) return [];
  return [warn("sql.other_primary", `the primary of ${group.name} is ${group.primary}, not ${primaryReplica} as the plan says`)];
}

function fitQuorum({ group }: SqlFacts): readonly Finding[] {
  if (["NORMAL_QUORUM", "FORCED_QUORUM", ""].includes(group.quorum)) return [];
  return [
    block("sql.no_quorum", `the cluster of ${group.name} has no quorum (${group.quorum}): force it by hand first, no statement can`, {
      quorum: group.quorum,
    }),
  ];
}

/** How far the target is behind, as the primary tells it; null: nobody knows. */
export function lagOf({ onPrimary, target, group }: SqlFacts): number | null {
  const told = (onPrimary ?? group).databases.filter(({ replica }) => isSame(replica, target)).map(({ lagSeconds }) => lagSeconds);
  return told.length === 0 || told.includes(null) ? null : Math.max(...told.map((lag) => lag ?? 0));
}

/** The lag against the plan's limit. Planned it is waited for, and unknown is no pass; unplanned more is refused, and unknown is said. */
export function fitLag(
  facts: SqlFacts,
  { config, mode, executionType }: Pick<SqlContext, "config" | "mode" | "executionType">,
): readonly Finding[] {
  const limit = config.syncLagThreshold;
  if (limit === undefined || config.validationChecks === false) return [];
  const lag = lagOf(facts);
  const lost = isLost({ mode, executionType });
  if (lag === null)
    return [
      (lost ? warn : wait)("sql.lag_unknown", `nobody knows how far ${facts.target} is behind; at most ${limit} s are allowed`, {
        limitSeconds: limit,
      }),
    ];
  if (lag <= limit) return [];
  return [
    (lost ? block : wait)("sql.lag_exceeded", `${facts.target} is ${lag} s behind, more than ${limit} s (syncLagThreshold)`, {
      lagSeconds: lag,
      limitSeconds: limit,
    }),
  ];
}

/** In words. */
export function describeGroup(facts: SqlFacts): string {
  const { group, target } = facts;
  const own = group.replicas.find(({ name }) => isSame(name, target));
  const databases = localDatabases(facts).map(({ name, synchronization, state }) => `${name} ${synchronization} ${state ?? ""}`.trim());
  return `${group.name}: ${target} is ${own?.role ?? "unknown"}, ${own?.mode ?? "unknown"}; primary ${group.primary ?? "unknown"}; ${databases.join(", ")}`;
}
