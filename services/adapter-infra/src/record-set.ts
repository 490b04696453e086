/** Record sets compared as Route 53 means them, not as they happen to be spelled. */
import { normaliseName } from "./dns-name.ts";
import type { RecordSet } from "./clients/route53-client.ts";

/** Which record set of a name this is: type, and the identifier that tells weighted and other sets of one type apart. */
export function keyOf({ Name = "", Type, SetIdentifier = "" }: Pick<RecordSet, "Name" | "Type" | "SetIdentifier">): string {
  return `${normaliseName(Name)} ${Type ?? ""} ${SetIdentifier}`;
}

/** True if both answer the same: spelling of names and order of values aside. */
export function isSameRecordSet(left: RecordSet | undefined, right: RecordSet | undefined): boolean {
  return left !== undefined && right !== undefined && canonical(left) === canonical(right);
}

/** `app.example.com. A 192.0.2.1`: a record set in a line. */
export function describeRecordSet(set: RecordSet): string {
  const value = set.AliasTarget
    ? `alias ${set.AliasTarget.DNSName ?? ""}`
    : (set.ResourceRecords ?? []).map(({ Value }) => Value).join(",");
  const identifier =
    set.SetIdentifier === undefined ? "" : ` [${set.SetIdentifier}${set.Weight === undefined ? "" : ` weight ${set.Weight}`}]`;
  return `${normaliseName(set.Name ?? "")} ${set.Type ?? ""}${identifier} ${value}`;
}

function canonical(set: RecordSet): string {
  const { Name = "", ResourceRecords, AliasTarget, ...rest } = set;
  const values = ResourceRecords?.map(({ Value = "" }) => (isHostName(set.Type) ? normaliseName(Value) : Value)).toSorted();
  const alias = AliasTarget && { ...AliasTarget, DNSName: normaliseName(AliasTarget.DNSName ?? "") };
  const all = { ...rest, name: normaliseName(Name), ...(alias ? { alias } : { values }) };
  return JSON.stringify(sortKeys(all));
}

function isHostName(type: RecordSet["Type"]): boolean {
  return type === "CNAME" || type === "NS" || type === "PTR";
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([key, one]) => [key, sortKeys(one)]));
}
