/** `netapp_ontap.failback`: brings mirrored volumes back to their source, and protects them again. */
import { parseStage } from "@dr/adapter-kit";
import { classifyOntap } from "../api/ontap-error.ts";
import { breakBack, lastTransferBack, mountBack, protect, quiesceBack, release, resync, wayBack } from "../failback/stages.ts";
import { failbackConfig, listStages, volumesResources } from "../input.ts";
import { choice } from "../transitions.ts";

const STAGES = ["reverse", "resync", "transfer", "quiesce", "break", "mount", "protect", "release"];

/** Of each volume in this order; nothing is broken before all could be quiesced. */
export const failback = choice({
  description: "Fails volumes back: resync to the source, last transfer, quiesce, break, protect again",
  drill: { kind: "skipped" },
  failback: { none: "it is the way back" },
  defaults: { timeoutSeconds: 86_400, heartbeatSeconds: 300, expectedSeconds: 10 },
  pollSeconds: 5,
  resources: volumesResources,
  config: failbackConfig,
  classify: classifyOntap,
  listTargets: ({ resources }) =>
    listStages(
      resources,
      STAGES.filter((stage) => stage !== "dns"),
    ),
  after: (target, { resources }) => {
    const { stage, name: volume } = parseStage(target);
    if (stage === "break") return resources.volumes.map((one) => `quiesce:${one}`);
    // A mount that nobody asked for holds up nobody.
    if (stage === "protect") return [`break:${volume}`, `mount:${volume}`];
    const former = STAGES[STAGES.indexOf(stage) - 1];
    return former === undefined ? [] : [`${former}:${volume}`];
  },
  kinds: {
    reverse: wayBack,
    resync,
    transfer: lastTransferBack,
    quiesce: quiesceBack,
    break: breakBack,
    mount: mountBack,
    protect,
    release,
  },
  kindOf: (target) => parseStage(target).stage,
  pointOfNoReturn: "once the source is resynchronised, what it wrote after the last common snapshot is lost",
  howToCheck: (target) => `snapmirror show -destination-path *:${parseStage(target).name} on both clusters`,
});
