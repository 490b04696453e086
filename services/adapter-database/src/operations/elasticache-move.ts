/** The primary of global replication groups of ElastiCache moves to another Region: there is one call, planned or not. */
import { block, classifyAwsError, refuseWith, statusWords, type TaskContext } from "@dr/adapter-kit";
import { declaredRegion, lazyStrictObject, namesResource } from "@dr/events";
import * as z from "zod";
import type { CacheGlobal, CacheMember } from "../cache-client.ts";
import type { DatabaseClients } from "../clients.ts";
import { transition } from "../transitions.ts";

const group = () =>
  z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{1,60}$/, "expected the id of a global replication group, such as ldgnf-sessions")
    .meta(namesResource({ kind: "opaque", namespace: "elasticache-global" }));
const resources = lazyStrictObject(() => ({ globalReplicationGroups: z.array(group()).min(1) }));
const config = lazyStrictObject(() => ({
  targetRegion: declaredRegion().describe("Region whose replication group becomes the primary"),
  failoverTimeout: z.number().positive().max(86_400).optional().describe("Seconds until the change counts as failed"),
}));
type Context = TaskContext<DatabaseClients, z.infer<typeof resources>, z.infer<typeof config>>;
type Wanted = Pick<CacheMember, "groupId" | "region">;

const words = statusWords({
  code: "database.cache_unusable",
  serving: ["available", "primary-only"],
  passing: ["modifying", "creating"],
  lasting: ["deleting", "deleted"],
});

/** Moves the primary; asks nothing of the Region that is left. What had not been replicated is lost: ElastiCache replicates asynchronously. */
export const elasticacheMove = (description: string) =>
  transition({
    description,
    failback: { by: "elasticache_failback" },
    drill: { kind: "skipped" },
    defaults: { timeoutSeconds: 1_800, heartbeatSeconds: 60, expectedSeconds: 90 },
    pollSeconds: 10,
    settleSeconds: 60,
    resources,
    config,
    listTargets: ({ resources: { globalReplicationGroups } }) => [...new Set(globalReplicationGroups)],
    timeoutSeconds: ({ failoverTimeout }) => failoverTimeout,
    howToCheck: (id) => `aws elasticache describe-global-replication-groups --show-member-info --global-replication-group-id ${id}`,
    // A change that goes on is somebody's, and is waited for.
    classify: (error) =>
      classifyAwsError(error, { InvalidGlobalReplicationGroupStateFault: "CONFLICT", InvalidGlobalReplicationGroupState: "CONFLICT" }),
    read: ({ clients, config: { targetRegion } }: Context, id): Promise<CacheGlobal> =>
      clients.caches(targetRegion).describeGlobalCache(id),
    status: ({ status }) => words(status),
    want: ({ globalId, members }, { config: { targetRegion } }): Wanted => {
      const member = members.find(({ region }) => region === targetRegion);
      if (member) return { groupId: member.groupId, region: member.region };
      const regions = members.map(({ region }) => region);
      throw refuseWith(
        block("database.unknown_target", `${globalId} has no member in ${targetRegion}; it has ${regions.join(", ")}`, { regions }),
      );
    },
    reached: (facts, wanted) => primaryOf(facts)?.groupId === wanted.groupId,
    act: async ({ clients, config: { targetRegion } }, id, { wanted }) => {
      await clients.caches(targetRegion).failoverCache(id, wanted);
      return null;
    },
    describe: (facts) => `${facts.globalId} is ${facts.status}, ${primaryOf(facts)?.groupId ?? "nobody"} is its primary`,
    evidence: (facts, { before }) => ({
      before: { primary: primaryOf(before)?.groupId ?? null, region: primaryOf(before)?.region ?? null },
      after: { primary: primaryOf(facts)?.groupId ?? null, region: primaryOf(facts)?.region ?? null, status: facts.status },
      rpo: { seconds: null, method: "asynchronous_replication", confidence: "unknown" },
      dataLoss: { possible: true },
    }),
    undo: (before): Wanted => {
      const primary = primaryOf(before);
      return { groupId: primary?.groupId ?? "", region: primary?.region ?? "" };
    },
  });

function primaryOf({ members }: CacheGlobal): CacheMember | undefined {
  return members.find(({ isPrimary }) => isPrimary);
}
