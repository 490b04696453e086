/** `database.promote_read_replica`: replicas, mostly of another Region, become databases that stand alone. */
import { listDatabases, parseTarget } from "../input.ts";
import { clusterPromotion } from "../promotion/cluster.ts";
import { promotionConfig, promotionResources } from "../promotion/input.ts";
import { instancePromotion } from "../promotion/instance.ts";
import { choice } from "../transitions.ts";

/** Promotes read replicas, for good. */
export const promoteReadReplica = choice({
  description: "Promotes read replicas, instances and Aurora MySQL clusters, to databases that stand alone, for good",
  pointOfNoReturn: "a promoted replica never becomes a replica again: the way back is a new one",
  failback: { none: "a new replica has to be built in the other direction" },
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 3_600, heartbeatSeconds: 60, expectedSeconds: 300 },
  howToCheck: (target) => `aws rds describe-db-${parseTarget(target, undefined).kind}s: has ${target} a replication source?`,
  pollSeconds: 15,
  resources: promotionResources,
  config: promotionConfig,
  listTargets: ({ resources }) => listDatabases(resources),
  timeoutSeconds: ({ failoverTimeout }) => failoverTimeout,
  kinds: { cluster: clusterPromotion, instance: instancePromotion },
  kindOf: (target) => parseTarget(target, undefined).kind,
});
