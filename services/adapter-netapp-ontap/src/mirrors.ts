/** Finds the mirror of a volume, and what stands against using it. */
import { block, refuseWith, wait, warn, type Finding, type TaskContext } from "@dr/adapter-kit";
import type { ClusterPort } from "./api/cluster-client.ts";
import type { EndFacts, MirrorFacts, NodeFacts } from "./api/facts.ts";
import type { OntapClients } from "./clients.ts";
import type { FailbackConfig, FailoverConfig, VolumesResources } from "./input.ts";

/** The context of all operations. */
export type OntapContext<Config extends FailoverConfig | FailbackConfig = FailoverConfig | FailbackConfig> = TaskContext<
  OntapClients,
  VolumesResources,
  Config
>;

/** The port of one of the task's clusters. */
export function clusterPort({ clients, config }: OntapContext, cluster: string): Promise<ClusterPort> {
  return clients.cluster(cluster, config.secrets?.[cluster]);
}

/** The one mirror onto the destination cluster that the plan means. Throws `ontap.no_relationship`, `ontap.ambiguous_volume`. */
export async function findMirror(context: OntapContext, volume: string): Promise<MirrorFacts> {
  const { destinationCluster } = context.resources;
  const port = await clusterPort(context, destinationCluster);
  const found = await port.mirrorsTo(volume.includes(":") ? volume : `*:${volume}`);
  const [mirror, ...others] = found;
  if (!mirror) {
    const message = `${destinationCluster} is the destination of no SnapMirror relationship for ${volume}; name the volume as it is called there, or svm:volume`;
    throw refuseWith(block("ontap.no_relationship", message, { volume, destinationCluster }));
  }
  if (others.length > 0) {
    const paths = found.map(({ destination }) => pathOf(destination));
    const message = `${volume} may be any of ${paths.join(", ")} on ${destinationCluster}: write svm:volume`;
    throw refuseWith(block("ontap.ambiguous_volume", message, { volume, paths }));
  }
  return mirror;
}

/** `svm:volume`. */
export function pathOf({ svm, volume }: EndFacts): string {
  return `${svm}:${volume}`;
}

/** States in which the destination follows its source. */
const MIRRORED = ["snapmirrored", "in_sync"];
/** Does it? */
export function isMirrored({ state }: Pick<MirrorFacts, "state">): boolean {
  return MIRRORED.includes(state);
}

/** What stands against acting on a mirror at all, whatever the stage. */
export function fitMirror(mirror: MirrorFacts, nodes: readonly NodeFacts[], context: OntapContext): readonly Finding[] {
  const path = pathOf(mirror.destination);
  const { sourceCluster } = context.resources;
  const { cluster } = mirror.source;
  return [
    ...(cluster !== null && cluster !== sourceCluster
      ? [block("ontap.other_source", `${path} is mirrored from ${cluster}, not from ${sourceCluster}: mend sourceCluster`, { cluster })]
      : []),
    ...(mirror.policyType === "automated_failover"
      ? [block("ontap.automated_failover", `${path} has an automated failover policy: ONTAP moves it by itself, it cannot be broken`)]
      : []),
    ...(mirror.groupType === "none" || mirror.groupType === ""
      ? []
      : [
          block("ontap.grouped", `${path} is mirrored as ${mirror.groupType}: fail the whole group over, not one volume`, {
            groupType: mirror.groupType,
          }),
        ]),
    ...(mirror.state === "uninitialized" ? [block("ontap.not_initialised", `${path} was never transferred: nothing to fail over to`)] : []),
    ...fitHealth(mirror, nodes, context),
  ];
}

function fitHealth(mirror: MirrorFacts, nodes: readonly NodeFacts[], { mode, executionType, config }: OntapContext): readonly Finding[] {
  const path = pathOf(mirror.destination);
  const isLost = mode === "unplanned" && executionType !== "drill";
  const down = config.clusterHealthCheck === false ? [] : nodes.filter(({ state }) => state !== "up");
  const nodeFindings = down.map(({ name, state }) =>
    (isLost ? warn : block)("ontap.node_down", `node ${name} is ${state}`, { node: name, state }),
  );
  if (mirror.healthy || !isMirrored(mirror)) return nodeFindings;
  // A source that is lost makes its mirrors unhealthy: that must not stand in the way of leaving it.
  const message = `${path} is not healthy: ${mirror.reasons.join("; ") || "no reason told"}`;
  return [...nodeFindings, (isLost ? warn : block)("ontap.unhealthy", message, { reasons: mirror.reasons })];
}

/** The lag against the plan's limit. Planned it is waited for, and unknown is no pass; unplanned more is refused, and unknown is said. */
export function fitLag({ lagSeconds, destination }: MirrorFacts, { config, mode, executionType }: OntapContext): readonly Finding[] {
  const limit = config.snapmirrorLagThreshold;
  const path = pathOf(destination);
  const isLost = mode === "unplanned" && executionType !== "drill";
  if (lagSeconds === null) {
    if (limit === undefined) return [];
    return [
      (isLost ? warn : wait)("ontap.lag_unknown", `nobody knows how far ${path} is behind; at most ${limit} s are allowed`, {
        limitSeconds: limit,
      }),
    ];
  }
  if (limit === undefined || lagSeconds <= limit) return [];
  const message = `${path} is ${lagSeconds} s behind, more than ${limit} s (snapmirrorLagThreshold)`;
  return [(isLost ? block : wait)("ontap.lag_exceeded", message, { lagSeconds, limitSeconds: limit })];
}
