/** Finds the mirror of a volume, and what stands against using it. */
import { block, refuseWith, wait, warn, type Finding, type TaskContext } from "@dr/adapter-kit";
import { identify } from "@dr/events";
import type { ClusterPort } from "./api/cluster-client.ts";
import type { EndFacts, MirrorFacts, NodeFacts } from "./api/facts.ts";
import type { OntapClients } from "./clients.ts";
import { isSameCluster } from "./fsx.ts";
import { isSvm, readWritten, type FailbackConfig, type FailoverConfig, type VolumesResources } from "./input.ts";

/** The context of all operations. */
export type OntapContext<Config extends FailoverConfig | FailbackConfig = FailoverConfig | FailbackConfig> = TaskContext<
  OntapClients,
  VolumesResources,
  Config
>;

/** The port of one of the task's clusters. */
export function clusterPort({ clients, config }: OntapContext, cluster: string): Promise<ClusterPort> {
  const secret = Object.entries(config.secrets ?? {}).find(([name]) => isSameCluster(name, cluster))?.[1];
  return clients.cluster(cluster, secret);
}

/**
 * The one mirror onto the destination cluster that the plan means, with its volumes. Throws `ontap.no_relationship`, `ontap.grouped` (a volume that is
 * mirrored as one of a group), `ontap.ambiguous_volume`, `ontap.other_cluster`.
 */
export async function findMirror(context: OntapContext, volume: string): Promise<MirrorFacts> {
  const { destinationCluster } = context.resources;
  const { cluster, path } = readWritten(volume);
  if (cluster !== null && !isSameCluster(cluster, destinationCluster)) {
    const message = `${volume} names ${cluster}, but volumes are named as they are called on ${destinationCluster} (destinationCluster)`;
    throw refuseWith(block("ontap.other_cluster", message, { cluster, destinationCluster }));
  }
  const port = await clusterPort(context, destinationCluster);
  const found = await port.mirrorsTo(path);
  const [mirror, ...others] = found;
  if (!mirror) throw refuseWith(await noMirror(port, { volume, path, destinationCluster }));
  if (others.length > 0) {
    const paths = found.map(({ destination }) => pathOf(destination));
    const message = `${volume} may be any of ${paths.join(", ")} on ${destinationCluster}: write svm:volume`;
    throw refuseWith(block("ontap.ambiguous_volume", message, { volume, paths }));
  }
  return withMembers(port, mirror);
}

/** The same with its volumes: the mirror of a group does not tell them by itself. */
async function withMembers(port: ClusterPort, mirror: MirrorFacts): Promise<MirrorFacts> {
  const { svm, volume } = mirror.destination;
  if (volume.startsWith("/cg/")) return { ...mirror, members: await port.groupMembers(mirror.uuid) };
  if (volume !== "") return mirror;
  // Volumes of a virtual machine are called the same at both ends. Clones that somebody made later are not mirrored, and do no harm.
  const names = (await port.volumes(svm)).map(({ name }) => name);
  return { ...mirror, members: { source: names, destination: names } };
}

/** Why there is none: perhaps it is one of a group, which has to be failed over as a whole. */
async function noMirror(
  port: ClusterPort,
  { volume, path, destinationCluster }: { readonly volume: string; readonly path: string; readonly destinationCluster: string },
): Promise<Finding> {
  const [svm = "", name = ""] = path.split(":");
  const groups = name === "" ? [] : await port.mirrorsTo(`${svm}:|${svm}:/cg/*`);
  for (const group of groups) {
    const { destination, members } = await withMembers(port, group);
    if (!members.destination.includes(name)) continue;
    const whole = pathOf(destination);
    const kind = isSvm(whole) ? "virtual machine" : "consistency group";
    const message = `${volume} is mirrored with the ${kind} ${whole}: write ${whole} in place of it, the whole is failed over at once`;
    return block("ontap.grouped", message, { volume, group: whole, members: members.destination });
  }
  const message = `${destinationCluster} is the destination of no SnapMirror relationship for ${volume}; name the volume as it is called there, or svm:volume`;
  return block("ontap.no_relationship", message, { volume, destinationCluster });
}

/** What a mirror really is, at both of its ends: nobody else may act on any of its volumes, by whatever name. */
export function identitiesOf({ source, destination, members }: MirrorFacts): readonly string[] {
  const at = ({ cluster, svm, volume }: EndFacts, names: readonly string[]) =>
    [...names.map((name) => ({ svm, volume: name })), ...(volume === "" ? [{ svm }] : [])].flatMap(
      (parts) => identify("ontap-volume", { ...parts, ...(cluster === null ? {} : { cluster }) }, ANYWHERE)?.reference ?? [],
    );
  return [...at(source, members.source), ...at(destination, members.destination)];
}

const ANYWHERE = { defaults: { account: "", region: "" } };

/** `svm:volume`, `svm:/cg/name` or `svm:`. */
export function pathOf({ svm, volume }: EndFacts): string {
  return `${svm}:${volume}`;
}

/** States in which the destination follows its source. */
const MIRRORED = ["snapmirrored", "in_sync"];
/** Does it? */
export function isMirrored({ state }: Pick<MirrorFacts, "state">): boolean {
  return MIRRORED.includes(state);
}

/** Follows, or follows again, in the word of its policy. */
export function mirroredState({ policyType }: Pick<MirrorFacts, "policyType">): "snapmirrored" | "in_sync" {
  return policyType === "sync" ? "in_sync" : "snapmirrored";
}

/** What stands against acting on a mirror at all, whatever the stage. */
export function fitMirror(mirror: MirrorFacts, nodes: readonly NodeFacts[], context: OntapContext): readonly Finding[] {
  const path = pathOf(mirror.destination);
  const { sourceCluster } = context.resources;
  const { cluster } = mirror.source;
  return [
    ...(cluster !== null && !isSameCluster(cluster, sourceCluster)
      ? [block("ontap.other_source", `${path} is mirrored from ${cluster}, not from ${sourceCluster}: mend sourceCluster`, { cluster })]
      : []),
    ...(mirror.policyType === "automated_failover"
      ? [block("ontap.automated_failover", `${path} has an automated failover policy: ONTAP moves it by itself, it cannot be broken`)]
      : []),
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
export function fitLag(
  { lagSeconds: told, state, destination }: MirrorFacts,
  { config, mode, executionType }: OntapContext,
): readonly Finding[] {
  const limit = config.snapmirrorLagThreshold;
  // Of a synchronous mirror that is in sync no lag is told, because there is none.
  const lagSeconds = told ?? (state === "in_sync" ? 0 : null);
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
