/** Canonical forms of resources whose name has several parts. */
import { canonicalDnsName } from "./dns-name.ts";
import { textForms } from "./forms.ts";
import type { ResourceKind, ResourceReach } from "./kinds.ts";

/** Parts of a name by role; a part that is not written is absent. */
export type NameParts = Readonly<Record<string, string>>;

/** What the parts say: the canonical id, and wider ids that this one lies within (`Z/name` of `Z/name/A`). */
export interface ReadParts {
  readonly id: string;
  readonly within: readonly string[];
}

/** How a resource of several parts is written. */
export interface CompositeForm {
  readonly reach: ResourceReach;
  readonly expected: string;
  /** Undefined if a part is missing or malformed. */
  readonly read: (parts: NameParts) => ReadParts | undefined;
  /** Takes one text apart (`svm:volume`), where there is such a spelling. */
  readonly split?: (written: string) => NameParts | undefined;
}

/** A part inside an id: whatever would read as a separator is escaped. */
const escape = (part: string): string => encodeURIComponent(part);

/**
 * A record without a type may be any of its name: it is the name, and every typed record lies within it. A set without a type is that set of
 * whatever type.
 */
const dnsRecord: CompositeForm = {
  reach: "global",
  expected: "zone and name of a record, and its type and set identifier if it has them",
  read: ({ zone = "", name = "", type, set }) => {
    const zoneId = textForms["hosted-zone"]?.read(zone)?.id;
    if (zoneId === undefined || name.trim() === "") return undefined;
    const all = `${zoneId}/${canonicalDnsName(name)}`;
    const anySet = set === undefined ? undefined : `${all}/*/${escape(set)}`;
    if (type === undefined) return anySet === undefined ? { id: all, within: [] } : { id: anySet, within: [all] };
    const typed = `${all}/${type.toUpperCase()}`;
    if (anySet === undefined || set === undefined) return { id: typed, within: [all] };
    return { id: `${typed}/${escape(set)}`, within: [all, typed, anySet] };
  },
};

/**
 * SQL Server compares names of hosts and groups without case; a port says how to connect, not to whom. Every replica can run a group's failover, so a
 * group without a server may be that of any.
 */
const sqlAvailabilityGroup: CompositeForm = {
  reach: "global",
  expected: "the name of an availability group, and its server (or listener) if it has to be told",
  read: ({ server, group = "" }) => {
    if (server?.trim() === "" || group.trim() === "") return undefined;
    const name = escape(group.trim().toLowerCase());
    if (server === undefined) return { id: `*/${name}`, within: [] };
    const host = canonicalDnsName(server.trim().replace(/,\d+$/, "")).slice(0, -1);
    return { id: `${host}/${name}`, within: [`*/${name}`] };
  },
};

/**
 * A volume has its name within a storage virtual machine, and lies within it, as a consistency group does (`svm:/cg/name`); `svm:` is the whole of it.
 * Without a cluster it may be that of any, and without a virtual machine that of any. ONTAP compares both names with their case. Which volumes a
 * consistency group has, only ONTAP knows.
 */
const ontapVolume: CompositeForm = {
  reach: "global",
  expected: "svm:volume, svm:/cg/consistency-group or svm: (all of it), or cluster, svm and volume, or the name of a volume",
  read: ({ cluster, svm, volume, group }) => {
    if (svm === "" || volume === "" || group === "") return undefined;
    const places = [...(cluster === undefined ? [] : [escape(cluster.toLowerCase())]), "*"];
    // The volume of that name, whichever virtual machine has it.
    const anywhere = volume === undefined ? [] : places.map((place) => `${place}/*/${escape(volume)}`);
    if (svm === undefined) return group === undefined ? chained(anywhere) : undefined;
    const wholes = places.map((place) => `${place}/${escape(svm)}`);
    if (volume === undefined && group === undefined) return chained(wholes);
    const inside = volume === undefined ? `cg/${escape(group ?? "")}` : escape(volume);
    return chained([...wholes.map((whole) => `${whole}/${inside}`), ...wholes, ...anywhere]);
  },
  split: (written) => {
    if (/^[^:/\s]+$/.test(written)) return { volume: written };
    const match = /^(?:(?<cluster>[^:/\s]+):\/\/)?(?<svm>[^:/\s]+)(?::(?:\/cg\/(?<group>[^:/\s]+))?|[:/](?<volume>[^:/\s]+))$/.exec(
      written,
    )?.groups;
    return match && Object.fromEntries(Object.entries(match).filter(([, value]) => typeof value === "string"));
  },
};

/** The narrowest first: what is named, and what it lies within. Undefined where nothing is. */
function chained([id, ...within]: readonly string[]): ReadParts | undefined {
  return id === undefined ? undefined : { id, within };
}

/** Forms by kind. */
export const compositeForms: Readonly<Partial<Record<ResourceKind, CompositeForm>>> = {
  "dns-record": dnsRecord,
  "ontap-volume": ontapVolume,
  "sql-availability-group": sqlAvailabilityGroup,
};
