/** What is read of a cluster, in the adapter's own words; and how ONTAP's answers are read. */
import { lazyObject } from "@dr/events";
import * as z from "zod";

/** One end of a mirror: a volume; a whole virtual machine, where `volume` is empty; a consistency group, `/cg/<name>`. */
export interface EndFacts {
  readonly cluster: string | null;
  readonly svm: string;
  readonly volume: string;
}
/** A transfer of a mirror, by ONTAP's word. */
export interface TransferFacts {
  readonly uuid: string;
  readonly state: string;
}
/** Volumes at both ends. */
export interface Members {
  readonly source: readonly string[];
  readonly destination: readonly string[];
}
/** A mirror as its destination's cluster tells it. `lagSeconds` null: nobody knows. `members`: the volume itself, or all of a group. */
export interface MirrorFacts {
  readonly uuid: string;
  readonly source: EndFacts;
  readonly destination: EndFacts;
  readonly state: string;
  readonly healthy: boolean;
  readonly reasons: readonly string[];
  readonly lagSeconds: number | null;
  readonly policyType: string;
  readonly policy: string | null;
  readonly members: Members;
  readonly snapshot: string | null;
  readonly transferring: boolean;
}
/** A volume. `path` null: not mounted. */
export interface VolumeFacts {
  readonly uuid: string;
  readonly name: string;
  readonly type: string;
  readonly path: string | null;
  readonly policy: string | null;
}
/** A node of the cluster. */
export interface NodeFacts {
  readonly name: string;
  readonly state: string;
}
/** A storage virtual machine. `subtype` `dp_destination`: a mirror writes it, nothing in it can be changed. */
export interface SvmFacts {
  readonly uuid: string;
  readonly name: string;
  readonly state: string;
  readonly subtype: string;
}
/** Dynamic updates of DNS by a storage virtual machine. */
export interface DnsFacts {
  readonly svmUuid: string;
  readonly enabled: boolean;
}

const named = lazyObject(() => ({ name: z.string() }));
const end = lazyObject(() => ({ path: z.string(), cluster: named.optional(), consistency_group_volumes: z.array(named).optional() }));

/** A mirror in an answer. */
export const mirrorSchema = lazyObject(() => ({
  uuid: z.string(),
  source: end,
  destination: end,
  state: z.string().default(""),
  healthy: z.boolean().default(false),
  unhealthy_reason: z.array(z.object({ message: z.string() })).default([]),
  lag_time: z.string().optional(),
  policy: z.object({ type: z.string(), name: z.string().optional() }).optional(),
  exported_snapshot: z.string().optional(),
  transfer: z.object({ state: z.string() }).optional(),
})).transform((found): MirrorFacts => ({
  uuid: found.uuid,
  source: toEnd(found.source),
  destination: toEnd(found.destination),
  state: found.state,
  healthy: found.healthy,
  reasons: found.unhealthy_reason.map(({ message }) => message),
  lagSeconds: secondsOf(found.lag_time),
  policyType: found.policy?.type ?? "",
  policy: found.policy?.name ?? null,
  members: { source: membersOf(found.source), destination: membersOf(found.destination) },
  snapshot: found.exported_snapshot ?? null,
  transferring: found.transfer?.state === "transferring" || found.transfer?.state === "queued",
}));

/** A volume is its only member; of a virtual machine the mirror does not tell. */
function membersOf({ path, consistency_group_volumes: group }: z.output<typeof end>): readonly string[] {
  const { volume } = toEnd({ path });
  return volume === "" || volume.startsWith("/") ? (group ?? []).map(({ name }) => name) : [volume];
}

function toEnd({ path, cluster }: Pick<z.output<typeof end>, "path" | "cluster">): EndFacts {
  const [svm = "", volume = ""] = path.split(":");
  return { cluster: cluster?.name ?? null, svm, volume };
}

const SPAN = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Seconds of an ISO 8601 duration (`PT8H35M42S`); null for anything else, which must not pass for "no lag". */
export function secondsOf(span: string | undefined): number | null {
  const found = span === undefined || span === "P" || span === "PT" ? null : SPAN.exec(span);
  if (!found) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return days * 86_400 + hours * 3_600 + minutes * 60 + seconds;
}

/** A volume in an answer. */
export const volumeSchema = lazyObject(() => ({
  uuid: z.string(),
  name: z.string(),
  type: z.string().default(""),
  nas: z.object({ path: z.string().optional(), export_policy: z.object({ name: z.string() }).optional() }).default({}),
})).transform(({ uuid, name, type, nas }): VolumeFacts => ({
  uuid,
  name,
  type,
  path: nas.path === undefined || nas.path === "" ? null : nas.path,
  policy: nas.export_policy?.name ?? null,
}));
