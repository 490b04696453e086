// ChangeResourceRecordSets: applies a batch of changes as a whole or not at all.
import type { ChangeResourceRecordSetsResponse } from "@aws-sdk/client-route-53";
import { NEVER_MS } from "../../estate-clock.ts";
import { writeOperation } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { complaintsAboutSize } from "./batch-limits.ts";
import { type Change, changeBatchInput } from "./change-batch-input.ts";
import { complaintsAbout } from "./change-rules.ts";
import { changeShape } from "./change-shape.ts";
import { ROUTE53_IN_SYNC } from "./durations.ts";
import {
  canonicalName,
  changeKind,
  type ChangeRecord,
  plainId,
  plainName,
  type RecordSet,
  recordSetKey,
  zoneKind,
  type ZoneRecord,
} from "./records.ts";
import { invalidChangeBatch, invalidInput, noSuchHostedZone } from "./route53-errors.ts";
import { ROUTE53_QUOTAS } from "./route53-quotas.ts";

/** Answers PENDING; GetChange turns INSYNC after 30 to 60 estate seconds. Reads show the new records at once, as on AWS. */
export const changeRecordSets = writeOperation({
  input: changeBatchInput,
  resources: ({ HostedZoneId, ChangeBatch: { Changes } }) => [
    plainId(HostedZoneId),
    ...new Set(Changes.map((change) => plainName(change.ResourceRecordSet.Name))),
  ],
  run: (
    { HostedZoneId, ChangeBatch: { Changes, Comment } },
    { world, nowMs, chance, faulty, limits },
  ): ChangeResourceRecordSetsResponse => {
    const zone = world.get(zoneKind, GLOBAL_REGION, plainId(HostedZoneId));
    if (zone === undefined) throw noSuchHostedZone(plainId(HostedZoneId));
    const tooLarge = complaintsAboutSize(Changes, limits(ROUTE53_QUOTAS));
    if (tooLarge.length > 0) throw invalidChangeBatch(tooLarge);
    const recordSets = applyBatch(zone, Changes);
    const inSyncMs = faulty("never-completes") ? NEVER_MS : nowMs + chance.durationMs(ROUTE53_IN_SYNC, "in-sync");
    const change: ChangeRecord = {
      id: `C${chance.hex(20, "change").toUpperCase()}`,
      submittedMs: nowMs,
      inSyncMs,
      ...(Comment !== undefined && { comment: Comment }),
    };
    world.put(zoneKind, GLOBAL_REGION, zone.id, { ...zone, recordSets });
    world.put(changeKind, GLOBAL_REGION, change.id, change);
    return { ChangeInfo: changeShape(change, nowMs) };
  },
});

const applyBatch = (zone: ZoneRecord, changes: readonly Change[]): readonly RecordSet[] => {
  for (const { ResourceRecordSet } of changes) requireTarget(ResourceRecordSet);
  const current = new Map(zone.recordSets.map((set) => [recordSetKey(set), set]));
  const complaints: string[] = [];
  for (const change of changes) {
    const found = complaintsAbout(change, zone, current);
    complaints.push(...found);
    if (found.length > 0) continue;
    const key = recordSetKey(change.ResourceRecordSet);
    if (change.Action === "DELETE") current.delete(key);
    else current.set(key, { ...change.ResourceRecordSet, Name: canonicalName(change.ResourceRecordSet.Name) });
  }
  if (complaints.length > 0) throw invalidChangeBatch(complaints);
  return [...current.values()];
};

/** A record set is either an alias or has both TTL and values. */
const requireTarget = ({ Name, AliasTarget, TTL, ResourceRecords }: RecordSet): void => {
  const plain = TTL !== undefined && ResourceRecords !== undefined && ResourceRecords.length > 0;
  const empty = TTL === undefined && ResourceRecords === undefined;
  if (AliasTarget === undefined ? plain : empty) return;
  throw invalidInput(
    `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], for ${Name}`,
  );
};
