/** The rule that this adapter keeps in a bucket's replication configuration, and nothing else of it. */
import type { Replication } from "../api/bucket-client.ts";
import { bucketArn, bucketOf } from "../input.ts";

type Rule = NonNullable<Replication["Rules"]>[number];

/** Our rule, flat. */
export interface OwnRule {
  readonly destination: string;
  readonly prefix: string;
  readonly rtc: boolean;
  readonly deletions: boolean;
  readonly replicaChanges: boolean;
  readonly kmsKey: string | null;
}

/** The configuration as far as it is ours: the rule (null: none) and the role of all rules. */
export interface OwnReplication {
  readonly role: string | null;
  readonly rule: OwnRule | null;
}

/** Id of our rule in every bucket. */
const RULE_ID = "dr-orchestrator";
const on = (yes: boolean) => ({ Status: yes ? ("Enabled" as const) : ("Disabled" as const) });
const RTC_MINUTES = 15;

/** What of a configuration is ours. */
export function ownOf(replication: Replication | null): OwnReplication {
  const role = replication?.Role ?? null;
  const rule = replication?.Rules?.find(({ ID }) => ID === RULE_ID);
  return { role, rule: rule === undefined || rule.Status !== "Enabled" ? null : fromRule(rule) };
}

const isOn = (setting: { readonly Status?: string | undefined } | undefined): boolean => setting?.Status === "Enabled";

function fromRule({ Destination, Filter, DeleteMarkerReplication, SourceSelectionCriteria }: Rule): OwnRule {
  return {
    destination: bucketOf(Destination?.Bucket ?? ""),
    prefix: Filter?.Prefix ?? "",
    rtc: isOn(Destination?.ReplicationTime) && isOn(Destination?.Metrics),
    deletions: isOn(DeleteMarkerReplication),
    replicaChanges: isOn(SourceSelectionCriteria?.ReplicaModifications),
    kmsKey: Destination?.EncryptionConfiguration?.ReplicaKmsKeyID ?? null,
  };
}

/** The configuration with our rule in the place of the former one; the others keep theirs. Null: no rule is left. */
export function withOwn(replication: Replication | null, { role, rule }: OwnReplication): Replication | null {
  const others = (replication?.Rules ?? []).filter(({ ID }) => ID !== RULE_ID);
  const highest = Math.max(0, ...others.map(({ Priority = 0 }) => Priority));
  const Rules = rule === null ? others : [...others, toRule(rule, highest + 1, role ?? replication?.Role ?? "")];
  return Rules.length === 0 ? null : { Role: role ?? replication?.Role ?? "", Rules };
}

function toRule({ destination, prefix, rtc, deletions, replicaChanges, kmsKey }: OwnRule, Priority: number, role: string) {
  const minutes = { Minutes: RTC_MINUTES };
  return {
    ID: RULE_ID,
    Priority,
    ...on(true),
    Filter: { Prefix: prefix },
    DeleteMarkerReplication: on(deletions),
    SourceSelectionCriteria: {
      ReplicaModifications: on(replicaChanges),
      ...(kmsKey === null ? {} : { SseKmsEncryptedObjects: on(true) }),
    },
    Destination: {
      Bucket: bucketArn(destination, role),
      ...(rtc ? { ReplicationTime: { ...on(true), Time: minutes }, Metrics: { ...on(true), EventThreshold: minutes } } : {}),
      ...(kmsKey === null ? {} : { EncryptionConfiguration: { ReplicaKmsKeyID: kmsKey } }),
    },
  };
}
