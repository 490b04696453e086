/** `storage.ebs_restore`: volumes of snapshots, attached; a drill makes them, attaches nothing and deletes them. */
import { onlyLooksInDrill, parseStage, undoingWith } from "@dr/adapter-kit";
import { restoreConfig, restoreResources, type RestoreConfig, type RestoreResources } from "../ebs/restore-input.ts";
import { attach } from "../ebs/attach.ts";
import { fastRestore } from "../ebs/fast-restore.ts";
import { makeVolume, wantedOf } from "../ebs/make-volume.ts";
import { choice } from "../transitions.ts";

/** Of each snapshot: fast restore on, the volume, its instance, fast restore off. */
export const ebsRestore = choice<RestoreResources, RestoreConfig>({
  description: "Makes volumes of snapshots and attaches them",
  drill: { kind: "isolated_copy" },
  failback: { by: "ebs_snapshot" },
  defaults: { timeoutSeconds: 7_200, heartbeatSeconds: 120, expectedSeconds: 15 },
  pollSeconds: 10,
  resources: restoreResources,
  config: restoreConfig,
  listTargets: ({ resources, config }) =>
    resources.volumes.flatMap(({ from, instanceId }) => [
      ...(config.fastSnapshotRestore === true ? [`fast:${from}`] : []),
      `volume:${from}`,
      ...(instanceId === undefined ? [] : [`attach:${from}`]),
      ...(config.fastSnapshotRestore === true ? [`slow:${from}`] : []),
    ]),
  after: (target) => {
    const { stage, name } = parseStage(target);
    if (stage === "volume") return [`fast:${name}`];
    return stage === "fast" ? [] : [`volume:${name}`];
  },
  endedBy: (target) => (parseStage(target).stage === "fast" ? `slow:${parseStage(target).name}` : undefined),
  kinds: {
    fast: onlyLooksInDrill(fastRestore(true)),
    volume: makeVolume,
    attach: onlyLooksInDrill(attach),
    slow: onlyLooksInDrill(fastRestore(false)),
  },
  kindOf: (target) => parseStage(target).stage,
  cleanup: undoingWith(
    (target) => (parseStage(target).stage === "volume" ? makeVolume : undefined),
    (_target, originals) => originals.map((original) => `volume with tag dr:operation-id ${wantedOf(original).mark}`),
  ),
  howToCheck: (target) => `aws ec2 describe-volumes --filters Name=tag-key,Values=dr:operation-id (of ${parseStage(target).name})`,
});
