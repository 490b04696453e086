/** `netapp_ontap.failback`: brings mirrored volumes back to their source, and protects them again. */
import { parseStage } from "@dr/adapter-kit";
import { classifyOntap } from "../api/ontap-error.ts";
import {
  breakBack,
  fenceBack,
  halt,
  lastTransferBack,
  mountBack,
  protect,
  quiesceBack,
  release,
  resync,
  startBack,
  wayBack,
} from "../failback/stages.ts";
import { earlierStages, failbackConfig, listStages, readWritten, volumesResources } from "../input.ts";
import { choice } from "../transitions.ts";

const STAGES = ["reverse", "halt", "resync", "fence", "transfer", "quiesce", "break", "start", "mount", "protect", "release"];

/** Of each thing that is mirrored in this order; nothing is broken before all could be quiesced. */
export const failback = choice({
  description:
    "Fails volumes, consistency groups and virtual machines back: resync to the source, last transfer, quiesce, break, protect again",
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
    // A stage that is not listed (a mount that nobody asked for) holds up nobody.
    if (parseStage(target).stage === "break") return resources.volumes.map((one) => `quiesce:${one}`);
    return earlierStages(target, STAGES);
  },
  kinds: {
    reverse: wayBack,
    halt,
    fence: fenceBack,
    start: startBack,
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
  howToCheck: (target) => `snapmirror show -destination-path ${readWritten(parseStage(target).name).path} on both clusters`,
});
