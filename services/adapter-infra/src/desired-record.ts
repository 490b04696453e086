/** From the record set that is there, and what the plan asks for, to the record set that shall be there. */
import { isIPv4, isIPv6 } from "node:net";
import { DrError } from "@dr/events";
import { normaliseName } from "./dns-name.ts";
import { plainZoneId, type RecordRequest } from "./input.ts";
import { assertRoutable } from "./routing-policy.ts";
import { describeRecordSet } from "./record-set.ts";
import { whyNotValues } from "./record-values.ts";
import type { RecordSet } from "./clients/route53-client.ts";

const DEFAULT_TTL_SECONDS = 60;
/** Types that a failover moves; a name's NS, MX or TXT records beside them are nobody's target. */
const ADDRESS_TYPES: ReadonlySet<string> = new Set(["A", "AAAA", "CNAME"]);

/** What shall be, and what was (null if there is none). */
export interface DesiredRecord {
  readonly desired: RecordSet;
  readonly before: RecordSet | null;
}

/**
 * The wanted record set: everything that is not asked for stays as it was (identifier, weight, health check, Region).
 * Throws `infrastructure.invalid_value`, `.record_ambiguous`, `.set_identifier_required`, `.failover_record`, `.type_conflict`, `.alias_required`, `.record_not_found` or `.routing_policy`.
 */
export function toDesired(request: RecordRequest, existing: readonly RecordSet[]): DesiredRecord {
  const type = typeOf(request, existing);
  const before = pick(request, existing, type);
  const base: RecordSet = before ?? {
    Name: normaliseName(request.recordName),
    Type: type,
    ...(request.setIdentifier === undefined ? {} : { SetIdentifier: request.setIdentifier }),
  };
  const weighted = request.weight === undefined ? base : { ...base, Weight: request.weight };
  const desired = withTarget(request, weighted, before);
  assertRoutable(desired, existing);
  return { before, desired };
}

function withTarget(request: RecordRequest, base: RecordSet, before: RecordSet | null): RecordSet {
  const { alias, newValue, ttl, recordName } = request;
  const { TTL, ResourceRecords, AliasTarget, ...rest } = base;
  // An alias has neither TTL nor values (Route 53 API reference, ResourceRecordSet).
  if (alias) return { ...rest, AliasTarget: toAliasTarget(alias, AliasTarget) };
  if (newValue === undefined) {
    if (!before) throw new DrError("infrastructure.record_not_found", `${recordName} does not exist: a weight alone makes no record`);
    return ttl === undefined || AliasTarget ? base : { ...base, TTL: ttl };
  }
  return withValues({ recordName, ttl, values: typeof newValue === "string" ? [newValue] : newValue }, base);
}

interface NewValues {
  readonly recordName: string;
  readonly ttl: number | undefined;
  readonly values: readonly string[];
}

function withValues({ recordName, ttl, values }: NewValues, base: RecordSet): RecordSet {
  const { TTL, ResourceRecords, AliasTarget, ...rest } = base;
  if (AliasTarget && !values.every((value) => isAddressOf(base.Type, value))) {
    const message = `${recordName} is an alias of ${AliasTarget.DNSName ?? "?"}: give alias.hostedZoneId and alias.dnsName for its new target`;
    throw new DrError("infrastructure.alias_required", message);
  }
  const wrong = whyNotValues(base.Type ?? "", values);
  if (wrong !== undefined) throw new DrError("infrastructure.invalid_value", `${recordName}: ${wrong}`);
  return { ...rest, TTL: ttl ?? TTL ?? DEFAULT_TTL_SECONDS, ResourceRecords: values.map((Value) => ({ Value })) };
}

function toAliasTarget(alias: NonNullable<RecordRequest["alias"]>, before: RecordSet["AliasTarget"]): RecordSet["AliasTarget"] {
  const { hostedZoneId, dnsName, evaluateTargetHealth = before?.EvaluateTargetHealth ?? false } = alias;
  return { HostedZoneId: plainZoneId(hostedZoneId), DNSName: dnsName, EvaluateTargetHealth: evaluateTargetHealth };
}

function typeOf(
  { recordType, recordName, newValue, alias }: RecordRequest,
  existing: readonly RecordSet[],
): NonNullable<RecordSet["Type"]> {
  const present = [...new Set(existing.flatMap(({ Type }) => (Type !== undefined && ADDRESS_TYPES.has(Type) ? [Type] : [])))];
  if (recordType !== undefined) {
    const conflicts = present.filter((type) => type !== recordType && (type === "CNAME" || recordType === "CNAME"));
    if (conflicts.length === 0) return recordType;
    throw new DrError(
      "infrastructure.type_conflict",
      `${recordName} is ${conflicts.join(", ")}: a CNAME cannot stand beside ${recordType}`,
    );
  }
  if (present.length > 1) {
    throw new DrError("infrastructure.record_ambiguous", `${recordName} has ${present.join(" and ")} records: say recordType`, {
      details: { types: present },
    });
  }
  if (present[0] !== undefined) return present[0];
  if (alias) return "A";
  const values = typeof newValue === "string" ? [newValue] : (newValue ?? []);
  if (values.every(isIPv4)) return "A";
  return values.every(isIPv6) ? "AAAA" : "CNAME";
}

function pick({ setIdentifier, recordName }: RecordRequest, existing: readonly RecordSet[], type: RecordSet["Type"]): RecordSet | null {
  const candidates = existing.filter(({ Type }) => Type === type);
  const identified = candidates.filter(({ SetIdentifier }) => SetIdentifier !== undefined);
  if (setIdentifier === undefined && identified.length > 0) {
    const known = identified.map(({ SetIdentifier }) => SetIdentifier);
    throw new DrError("infrastructure.set_identifier_required", `${recordName} has several record sets: say setIdentifier`, {
      details: { known },
    });
  }
  const found = candidates.find(({ SetIdentifier }) => SetIdentifier === setIdentifier) ?? null;
  if (found?.Failover !== undefined && found.HealthCheckId !== undefined) {
    // Its health check watches where it leads now: led elsewhere, it would answer by the health of a place that it does not lead to any more.
    const why = `health check ${found.HealthCheckId} watches where it leads now; dns_failover says which of the pair answers`;
    throw new DrError("infrastructure.failover_record", `${describeRecordSet(found)} is a failover record with a health check: ${why}`);
  }
  return found;
}

function isAddressOf(type: RecordSet["Type"], value: string): boolean {
  return (type === "A" && isIPv4(value)) || (type === "AAAA" && isIPv6(value));
}
