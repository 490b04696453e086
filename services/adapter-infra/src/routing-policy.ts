/** How Route 53 chooses among the record sets of a name and type, and what cannot stand together (developer guide, "Choosing a routing policy"). */
import { DrError } from "@dr/events";
import { normaliseName } from "./dns-name.ts";
import { describeRecordSet, keyOf } from "./record-set.ts";
import type { RecordSet } from "./clients/route53-client.ts";

/** By the member that says so. A set without any of them is the only one of its name and type. */
const POLICIES = {
  Weight: "weighted",
  Region: "latency",
  Failover: "failover",
  GeoLocation: "geolocation",
  GeoProximityLocation: "geoproximity",
  CidrRoutingConfig: "IP-based",
  MultiValueAnswer: "multivalue answer",
} as const satisfies Partial<Record<keyof RecordSet, string>>;

const policiesOf = (set: RecordSet): readonly string[] =>
  Object.entries(POLICIES).flatMap(([member, policy]) => (set[member as keyof typeof POLICIES] === undefined ? [] : [policy]));

/**
 * Throws `infrastructure.routing_policy` for a set that Route 53 would refuse: of two policies or of none though it has an identifier, beside a set that
 * is the only one, or beside sets of another policy. Asked before anything is sent: a batch is refused as a whole.
 */
export function assertRoutable(desired: RecordSet, existing: readonly RecordSet[]): void {
  const why = whyNotAlone(desired) ?? whyNotBeside(desired, existing);
  if (why === undefined) return;
  throw new DrError("infrastructure.routing_policy", `${describeRecordSet(desired)}: ${why}`, {
    details: { policies: policiesOf(desired) },
  });
}

function whyNotAlone(set: RecordSet): string | undefined {
  const [policy, ...more] = policiesOf(set);
  if (more.length > 0) return `a set is ${policy} or ${more.join(" or ")}, not both: leave out the weight`;
  if (policy !== undefined && set.SetIdentifier === undefined) return `a ${policy} set has a setIdentifier: say which`;
  if (policy === undefined && set.SetIdentifier !== undefined)
    return "a set with a setIdentifier has a routing policy: say its weight, or leave setIdentifier out";
  if (set.MultiValueAnswer === true && (set.ResourceRecords?.length ?? 0) > 1)
    return "a multivalue answer set has one value: make a set for each";
  return undefined;
}

function whyNotBeside(desired: RecordSet, existing: readonly RecordSet[]): string | undefined {
  const policy = policiesOf(desired)[0];
  const isSibling = (set: RecordSet): boolean =>
    set.Type === desired.Type && normaliseName(set.Name ?? "") === normaliseName(desired.Name ?? "") && keyOf(set) !== keyOf(desired);
  const other = existing.find((set) => isSibling(set) && policiesOf(set)[0] !== policy);
  if (!other) return undefined;
  return `it would stand beside ${describeRecordSet(other)}, which is ${policiesOf(other)[0] ?? "simple"}: all sets of a name and type have one routing policy`;
}
