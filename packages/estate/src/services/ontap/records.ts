// The records of the simulated ONTAP: clusters, volumes, mirrors, jobs. Facts with times; what shows at a moment is computed.
import { seededHex } from "../../seeded-choice.ts";
import { defineKind } from "../../world/kind.ts";
import { toUuid } from "../../to-uuid.ts";

/** A cluster by its name. `site` is the Region it stands in: a Region that is down takes it along. */
export type ClusterRecord = {
  readonly name: string;
  readonly uuid: string;
  readonly site: string;
  readonly username: string;
  readonly password: string;
  readonly nodes: readonly { readonly name: string; readonly state: string }[];
  readonly peers: readonly string[];
};
/** Clusters by name. */
export const clusterKind = defineKind<ClusterRecord>("ontap.cluster");

/** A storage virtual machine. `dynamicDns`: it registers its addresses. `next` is the state that it is on its way to. */
export type SvmRecord = {
  readonly cluster: string;
  readonly name: string;
  readonly uuid: string;
  readonly dynamicDns: boolean;
  readonly state: SvmState;
  readonly next?: { readonly state: SvmState; readonly atMs: number };
};
/** Whether clients are served. */
export type SvmState = "running" | "stopped";
/** Storage virtual machines by `cluster/name`. */
export const svmKind = defineKind<SvmRecord>("ontap.svm");

/** A volume. `path` null: not mounted. */
export type VolumeRecord = {
  readonly uuid: string;
  readonly cluster: string;
  readonly svm: string;
  readonly name: string;
  readonly path: string | null;
  readonly exportPolicy: string;
  /** Time from which it is there; a clone takes a moment. */
  readonly fromMs: number;
  readonly clone?: { readonly svm: string; readonly parent: string; readonly snapshot: string };
};
/** Volumes by uuid. */
export const volumeKind = defineKind<VolumeRecord>("ontap.volume");

/** One end of a mirror: a volume; a whole virtual machine, where `volume` is empty; a consistency group, `/cg/<name>`. */
export type Endpoint = { readonly cluster: string; readonly svm: string; readonly volume: string };

/** A transfer that somebody asked for. */
export type Transfer = { readonly uuid: string; readonly startMs: number; readonly endMs: number };

/** A volume of a group, by its names at both ends. */
export type Member = { readonly source: string; readonly destination: string };

/** What kind of mirror an end makes (ONTAP REST API, `group_type` of SnapMirror relationships). */
export const groupTypeOf = ({ volume }: Endpoint): "none" | "svm_dr" | "consistency_group" =>
  volume === "" ? "svm_dr" : volume.startsWith("/cg/") ? "consistency_group" : "none";

/** A mirror. `next` is the state that a change is on its way to; `snapshotMs` the moment whose data the destination had at `sinceMs`. */
export type RelationshipRecord = {
  readonly uuid: string;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly policyType: string;
  /** The volumes of a group; none of the mirror of a volume. */
  readonly members: readonly Member[];
  readonly state: string;
  readonly next?: { readonly state: string; readonly atMs: number };
  readonly snapshotMs: number;
  /** Seconds between scheduled transfers; null: nothing is transferred any more, the lag grows. */
  readonly everySeconds: number | null;
  readonly transfers: readonly Transfer[];
};
/** Mirrors by uuid. */
export const relationshipKind = defineKind<RelationshipRecord>("ontap.relationship");

/** A job. It is told of until 300 seconds after its end (ONTAP REST API, "Asynchronous jobs"). */
export type JobRecord = {
  readonly uuid: string;
  readonly cluster: string;
  readonly description: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Why it ends without having changed anything. */
  readonly failure?: { readonly code: string; readonly message: string };
};
/** Jobs by uuid. */
export const jobKind = defineKind<JobRecord>("ontap.job");

/** A uuid that depends on the parts alone. */
export const uuidOf = (...parts: readonly string[]): string => toUuid(seededHex(32, ...parts));

/** `svm:volume`, `svm:` or `svm:/cg/name`, as SnapMirror writes an endpoint. */
export const pathOf = ({ svm, volume }: Endpoint): string => `${svm}:${volume}`;
