/** One cluster behind a narrow port: reads are facts, every mutation is sent once. ONTAP REST API 9.6 and later. */
import { lazyObject } from "@dr/events";
import * as z from "zod";
import { OntapError } from "./ontap-error.ts";
import {
  mirrorSchema,
  volumeSchema,
  type DnsFacts,
  type Members,
  type MirrorFacts,
  type NodeFacts,
  type SvmFacts,
  type TransferFacts,
  type VolumeFacts,
} from "./facts.ts";
import { createRequests, withQuery, type Accepted } from "./requests.ts";
import type { Transport } from "./transport.ts";

/** A job by ONTAP's word. `code`: of its error; null where it has none. */
export interface JobFacts {
  readonly state: string;
  readonly message: string;
  readonly code: string | null;
}

/** Calls of one cluster. Those on mirrors have to go to the cluster of the destination. Throws `OntapError`, and errors of the network. */
export interface ClusterPort {
  readonly nodes: () => Promise<readonly NodeFacts[]>;
  /** Mirrors whose destination is here, by path: `svm:volume`, `*:volume`, `svm:`, `svm:/cg/name`. */
  readonly mirrorsTo: (path: string) => Promise<readonly MirrorFacts[]>;
  readonly transfers: (mirrorUuid: string) => Promise<readonly TransferFacts[]>;
  /** The volumes of a consistency group; ONTAP tells them only when asked for one mirror. */
  readonly groupMembers: (mirrorUuid: string) => Promise<Members>;
  /** Volumes of a virtual machine by name; all but its root where none is named. */
  readonly volumes: (svm: string, names?: readonly string[]) => Promise<readonly VolumeFacts[]>;
  readonly svm: (name: string) => Promise<SvmFacts | null>;
  readonly dns: (svm: string) => Promise<DnsFacts | null>;
  /** How a job ended; null once the cluster has forgotten it. */
  readonly job: (uuid: string) => Promise<JobFacts | null>;
  readonly pause: (mirrorUuid: string) => Promise<Accepted>;
  readonly breakOff: (mirrorUuid: string, options: { readonly force: boolean }) => Promise<Accepted>;
  /** Resumes, initialises or resynchronises: what the destination alone has is lost. */
  readonly mirror: (mirrorUuid: string, state: "snapmirrored" | "in_sync") => Promise<Accepted>;
  readonly startTransfer: (mirrorUuid: string) => Promise<Accepted>;
  readonly createMirror: (ends: {
    readonly sourceCluster: string;
    readonly source: string;
    readonly destination: string;
    /** Volumes of a consistency group, in the same order at both ends. */
    readonly members: Members | null;
    readonly policy: string | null;
  }) => Promise<Accepted>;
  readonly setSvmState: (svmUuid: string, state: "running" | "stopped") => Promise<Accepted>;
  /** Removes the relationship at this end and keeps the common snapshots: without them the next mirror would begin from nothing. */
  readonly releaseMirror: (mirrorUuid: string) => Promise<Accepted>;
  readonly mount: (volumeUuid: string, at: { readonly path: string; readonly policy: string | null }) => Promise<Accepted>;
  readonly clone: (copy: {
    readonly svm: string;
    readonly name: string;
    readonly parentSvm: string;
    readonly parent: string;
    readonly snapshot: string | null;
    readonly path: string;
  }) => Promise<Accepted>;
  readonly deleteVolume: (volumeUuid: string) => Promise<Accepted>;
  readonly setDynamicDns: (svmUuid: string, dns: { readonly enabled: boolean; readonly fqdn?: string | undefined }) => Promise<Accepted>;
}

const MIRROR_FIELDS = "uuid,source,destination,state,healthy,unhealthy_reason,lag_time,policy.type,policy.name,exported_snapshot,transfer";
const nodeSchema = lazyObject(() => ({ name: z.string(), state: z.string() }));
const transferSchema = lazyObject(() => ({ uuid: z.string(), state: z.string() }));
const svmSchema = lazyObject(() => ({ uuid: z.string(), name: z.string(), state: z.string(), subtype: z.string().default("default") }));
const MEMBER_FIELDS = "source.consistency_group_volumes.name,destination.consistency_group_volumes.name,source.path,destination.path";
const dnsSchema = lazyObject(() => ({ svm: z.object({ uuid: z.string() }), dynamic_dns: z.object({ enabled: z.boolean() }).optional() }));
const jobSchema = lazyObject(() => ({
  state: z.string(),
  message: z.string().optional(),
  code: z.coerce.string().optional(),
  error: z.object({ message: z.string(), code: z.coerce.string().optional() }).optional(),
}));

const MIRRORS = "/api/snapmirror/relationships";
const VOLUMES = "/api/storage/volumes";

/** The port on a transport. */
export function createClusterPort(send: Transport): ClusterPort {
  const { get, list, change } = createRequests(send);
  return {
    nodes: () => list(nodeSchema, "/api/cluster/nodes", { fields: "name,state" }),
    mirrorsTo: (path) => list(mirrorSchema, MIRRORS, { "destination.path": path, fields: MIRROR_FIELDS }),
    transfers: (uuid) => list(transferSchema, `${MIRRORS}/${uuid}/transfers`, { fields: "uuid,state" }),
    groupMembers: async (uuid) =>
      mirrorSchema.parse({ uuid, ...asObject(await get(`${MIRRORS}/${uuid}`, { fields: MEMBER_FIELDS })) }).members,
    volumes: async (svm, names) => {
      if (names?.length === 0) return [];
      const which = names === undefined ? { is_svm_root: "false" } : { name: names.join("|") };
      return list(volumeSchema, VOLUMES, { ...which, "svm.name": svm, fields: "uuid,name,type,nas.path,nas.export_policy.name" });
    },
    svm: async (name) => (await list(svmSchema, "/api/svm/svms", { name, fields: "uuid,name,state,subtype" }))[0] ?? null,
    dns: async (svm) => {
      const [found] = await list(dnsSchema, "/api/name-services/dns", { "svm.name": svm, fields: "svm,dynamic_dns" });
      return found ? { svmUuid: found.svm.uuid, enabled: found.dynamic_dns?.enabled === true } : null;
    },
    job: async (uuid) => {
      try {
        const { state, message, error, code } = jobSchema.parse(
          await get(`/api/cluster/jobs/${uuid}`, { fields: "state,message,code,error" }),
        );
        return { state, message: error?.message ?? message ?? "", code: state === "success" ? null : (error?.code ?? code ?? null) };
      } catch (error) {
        if (error instanceof OntapError && error.status === 404) return null;
        throw error;
      }
    },
    pause: (uuid) => change("PATCH", `${MIRRORS}/${uuid}`, { state: "paused" }),
    breakOff: (uuid, { force }) =>
      change("PATCH", withQuery(`${MIRRORS}/${uuid}`, force ? { force: "true" } : {}), { state: "broken_off" }),
    mirror: (uuid, state) => change("PATCH", `${MIRRORS}/${uuid}`, { state }),
    setSvmState: (uuid, state) => change("PATCH", `/api/svm/svms/${uuid}`, { state }),
    startTransfer: (uuid) => change("POST", `${MIRRORS}/${uuid}/transfers`, {}),
    createMirror: ({ sourceCluster, source, destination, members, policy }) =>
      change("POST", MIRRORS, {
        source: { path: source, cluster: { name: sourceCluster }, ...groupOf(members?.source) },
        destination: { path: destination, ...groupOf(members?.destination) },
        ...(policy === null ? {} : { policy: { name: policy } }),
      }),
    releaseMirror: (uuid) => change("DELETE", withQuery(`${MIRRORS}/${uuid}`, { destination_only: "true" })),
    mount: (uuid, { path, policy }) =>
      change("PATCH", `${VOLUMES}/${uuid}`, { nas: { path, ...(policy === null ? {} : { export_policy: { name: policy } }) } }),
    clone: ({ svm, name, parentSvm, parent, snapshot, path }) =>
      change("POST", VOLUMES, {
        name,
        svm: { name: svm },
        clone: {
          is_flexclone: true,
          parent_volume: { name: parent },
          ...(parentSvm === svm ? {} : { parent_svm: { name: parentSvm } }),
          ...(snapshot === null ? {} : { parent_snapshot: { name: snapshot } }),
        },
        nas: { path },
      }),
    deleteVolume: (uuid) => change("DELETE", `${VOLUMES}/${uuid}`),
    setDynamicDns: (uuid, { enabled, fqdn }) =>
      change("PATCH", `/api/name-services/dns/${uuid}`, { dynamic_dns: { enabled, ...(fqdn === undefined ? {} : { fqdn }) } }),
  };
}

function groupOf(names: readonly string[] | undefined): object {
  return names === undefined ? {} : { consistency_group_volumes: names.map((name) => ({ name })) };
}

function asObject(body: unknown): object {
  return typeof body === "object" && body !== null ? body : {};
}
