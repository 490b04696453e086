/** `database.failback`: clusters get the writer back that the plan names. */
import { lazyStrictObject } from "@dr/events";
import { block, refuseWith } from "@dr/adapter-kit";
import { failoverConfig, failoverResources, listDatabases, writerFor } from "../input.ts";
import { effects, choice } from "../transitions.ts";
import { clusterParts } from "./cluster-failover.ts";

const resources = lazyStrictObject(() => ({ clusters: failoverResources.shape.clusters.unwrap().min(1) }));
const config = failoverConfig
  .refine(({ targetInstance, target_instance }) => (targetInstance ?? target_instance) !== undefined, "expected targetInstance")
  // What a JSON Schema can say of that, so that a plan without is refused when it is saved.
  .meta({ anyOf: [{ required: ["targetInstance"] }, { required: ["target_instance"] }] });

/** A failover whose writer has to be named for each cluster: a choice by tier would not be the way back. */
export const failback = choice({
  description: "Makes the named instance the writer of its cluster again",
  failback: { by: "failover" },
  drill: { kind: "skipped", unless: ({ drill }) => drill?.allowDisruptive === true },
  defaults: { timeoutSeconds: 900, heartbeatSeconds: 60, expectedSeconds: 20 },
  pollSeconds: 5,
  resources,
  config,
  listTargets: ({ resources: { clusters } }) => listDatabases({ clusters }),
  timeoutSeconds: ({ failoverTimeout }) => failoverTimeout,
  kinds: {
    cluster: effects({
      ...clusterParts,
      want: (cluster, context, name) => {
        if (writerFor(context.config, name) !== undefined) return clusterParts.want(cluster, context, name);
        throw refuseWith(block("database.no_former_writer", `targetInstance names no writer for ${cluster.clusterId}`));
      },
    }),
  },
  kindOf: () => "cluster",
});
