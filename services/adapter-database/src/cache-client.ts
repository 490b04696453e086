/** Global replication groups of ElastiCache behind a narrow port; the only file that knows their SDK. */
import {
  DescribeGlobalReplicationGroupsCommand,
  ElastiCacheClient,
  FailoverGlobalReplicationGroupCommand,
} from "@aws-sdk/client-elasticache";
import { createClientPair } from "@dr/adapter-kit";
import { DrError } from "@dr/events";
import type { FunctionEnv } from "@dr/runtime";

/** A member of a global group. */
export interface CacheMember {
  readonly groupId: string;
  readonly region: string;
  readonly isPrimary: boolean;
}

/** A global group as ElastiCache tells it. */
export interface CacheGlobal {
  readonly globalId: string;
  readonly status: string;
  readonly members: readonly CacheMember[];
}

/** ElastiCache in one Region. */
export interface CachePort {
  /** Throws `GlobalReplicationGroupNotFoundFault`. */
  readonly describeGlobalCache: (id: string) => Promise<CacheGlobal>;
  /** Makes a member the primary. There is no token: sent twice, it moves to the same member. */
  readonly failoverCache: (id: string, member: Pick<CacheMember, "groupId" | "region">) => Promise<void>;
}

/** The port in a Region. */
export function createCachePort(env: FunctionEnv, region: string | undefined): CachePort {
  const { read, mutate } = createClientPair(env, (config) => new ElastiCacheClient(config), region);
  return {
    describeGlobalCache: async (id) => {
      const command = new DescribeGlobalReplicationGroupsCommand({ GlobalReplicationGroupId: id, ShowMemberInfo: true });
      const [group] = (await read.send(command)).GlobalReplicationGroups ?? [];
      if (!group) throw new DrError("database.unknown_cache", `ElastiCache has no global replication group ${id}`);
      const members = (group.Members ?? []).map(({ ReplicationGroupId = "", ReplicationGroupRegion = "", Role = "" }) => ({
        groupId: ReplicationGroupId,
        region: ReplicationGroupRegion,
        // Told in upper or lower case.
        isPrimary: Role.toUpperCase() === "PRIMARY",
      }));
      return { globalId: id, status: group.Status ?? "", members };
    },
    failoverCache: async (GlobalReplicationGroupId, { groupId, region: PrimaryRegion }) => {
      await mutate.send(
        new FailoverGlobalReplicationGroupCommand({ GlobalReplicationGroupId, PrimaryRegion, PrimaryReplicationGroupId: groupId }),
      );
    },
  };
}
