// The simulated NetApp ONTAP: two clusters or more, mirrored volumes, and the REST API of each.
import { defineService, type ServiceErrors } from "../../service.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { getCluster, getJob, listDns, listNodes, listPeers, updateDns } from "./cluster-reads.ts";
import { BREAK, CLONE, JOB, QUIESCE, RESYNC, SVM, TRANSFER } from "./durations.ts";
import { ontapFront } from "./front.ts";
import { breakMirror, createMirror, deleteMirror, mirrorAgain, pauseMirror, startTransfer } from "./mirror-acts.ts";
import { getMirror, listMirrors, listTransfers } from "./mirror-reads.ts";
import { mirrorShape } from "./mirror-shape.ts";
import { ontapResources } from "./plan.ts";
import { clusterKind, relationshipKind, svmKind, volumeKind } from "./records.ts";
import { ontapSeed } from "./seed.ts";
import { getSvm, listSvms, updateSvm } from "./svms.ts";
import { cloneVolume, deleteVolume, listVolumes, updateVolume } from "./volumes.ts";
import { clusterNameOf, ontapProtocol } from "./wire.ts";

const errors: ServiceErrors = {
  invalidInput: "262179",
  unknownAction: "3",
  throttled: { code: "66846730", status: 429 },
  internal: { code: "InternalError", status: 500 },
};

/** NetApp ONTAP (and Amazon FSx for ONTAP, which speaks the same): requests come with the cluster as host and a password instead of a signature. */
export const ontap = defineService({
  service: "ontap",
  errors,
  wire: async () => ontapProtocol,
  claim: (request, world) => {
    const found = world.get(clusterKind, GLOBAL_REGION, clusterNameOf(request));
    return found && { region: found.site, accessKeyId: found.username };
  },
  front: ontapFront,
  operations: {
    GetCluster: getCluster,
    ListNodes: listNodes,
    ListPeers: listPeers,
    GetJob: getJob,
    ListDns: listDns,
    UpdateDns: updateDns,
    GetSvm: getSvm,
    ListSvms: listSvms,
    UpdateSvm: updateSvm,
    ListSnapMirrors: listMirrors,
    GetSnapMirror: getMirror,
    ListTransfers: listTransfers,
    PauseSnapMirror: pauseMirror,
    BreakSnapMirror: breakMirror,
    MirrorAgain: mirrorAgain,
    StartTransfer: startTransfer,
    CreateSnapMirror: createMirror,
    DeleteSnapMirror: deleteMirror,
    ListVolumes: listVolumes,
    UpdateVolume: updateVolume,
    CloneVolume: cloneVolume,
    DeleteVolume: deleteVolume,
  },
  seed: ontapSeed,
  planResources: ontapResources,
  view: (world, { nowMs }) => ({
    clusters: world.list(clusterKind, GLOBAL_REGION).map(({ password: _secret, username: _user, ...shown }) => shown),
    relationships: world
      .list(relationshipKind, GLOBAL_REGION)
      .map((mirror) => mirrorShape(mirror, { world, nowMs, downSinceMs: () => undefined })),
    svms: world
      .list(svmKind, GLOBAL_REGION)
      .map(({ cluster, name, state, next }) => ({ cluster, name, state: next && nowMs >= next.atMs ? next.state : state })),
    volumes: world
      .list(volumeKind, GLOBAL_REGION)
      .map(({ cluster, svm, name, path, clone }) => ({ cluster, svm, name, path, ...(clone && { clone }) })),
  }),
  quotas: {},
  durations: { job: JOB, quiesce: QUIESCE, break: BREAK, resync: RESYNC, transfer: TRANSFER, clone: CLONE, svm: SVM },
  events: [],
});
