/** `netapp_ontap.failover`: makes mirrored volumes writable at the destination; a drill clones them there. */
import { drillWith, onlyLooksInDrill, undoingWith, parseStage } from "@dr/adapter-kit";
import { classifyOntap } from "../api/ontap-error.ts";
import { drillClone, wantedOf } from "../failover/drill-clone.ts";
import { breakOff, dynamicDns, lastTransfer, mount, quiesce } from "../failover/stages.ts";
import { fence, start } from "../failover/svm-stages.ts";
import { earlierStages, failoverConfig, listStages, readWritten, volumesResources, type VolumesResources } from "../input.ts";
import { choice } from "../transitions.ts";

type Input = { readonly resources: VolumesResources };

const STAGES = ["fence", "transfer", "quiesce", "break", "start", "mount", "dns"];

/** Of each thing that is mirrored in this order; nothing is broken before all could be quiesced. */
export const failover = choice({
  description: "Fails mirrored volumes, consistency groups and virtual machines over: last transfer, quiesce, break, mount, DNS",
  drill: { kind: "isolated_copy" },
  failback: { by: "failback" },
  defaults: { timeoutSeconds: 1_800, heartbeatSeconds: 60, expectedSeconds: 10 },
  pollSeconds: 5,
  resources: volumesResources,
  config: failoverConfig,
  classify: classifyOntap,
  listTargets: ({ resources }: Input) => listStages(resources, STAGES),
  after: (target, { resources }: Input) => {
    const { stage, name: volume } = parseStage(target);
    const { volumes } = resources;
    const earlier = earlierStages(target, STAGES);
    if (stage === "break") return volumes.flatMap((one) => [`fence:${one}`, `quiesce:${one}`]);
    // One after the other: volumes of one virtual machine share its DNS.
    const former = volumes[volumes.indexOf(volume) - 1];
    return stage === "dns" && former !== undefined ? [...earlier, `dns:${former}`] : earlier;
  },
  kinds: {
    fence: onlyLooksInDrill(fence),
    transfer: onlyLooksInDrill(lastTransfer),
    quiesce: onlyLooksInDrill(quiesce),
    break: drillWith(breakOff, drillClone),
    start: onlyLooksInDrill(start),
    mount: onlyLooksInDrill(mount),
    dns: onlyLooksInDrill(dynamicDns),
  },
  kindOf: (target) => parseStage(target).stage,
  cleanup: undoingWith(
    (target) => (parseStage(target).stage === "break" ? drillClone : undefined),
    (_target, originals) => originals.flatMap((original) => wantedOf(original).clones.map(({ name }) => `clone ${name}`)),
  ),
  pointOfNoReturn: "once clients write at the destination, going back without a failback loses what they wrote",
  howToCheck: (target) => `snapmirror show -destination-path ${readWritten(parseStage(target).name).path} on the destination cluster`,
});
