// A mirror as `GET /snapmirror/relationships` shows it.
import { isoDuration, type Moment, snapshotAt, isTransferring, stateAt, unhealthyReasons } from "./mirror-state.ts";
import { type Endpoint, pathOf, type RelationshipRecord } from "./records.ts";

const endpoint = (end: Endpoint): object => ({ path: pathOf(end), svm: { name: end.svm }, cluster: { name: end.cluster } });

/** Its JSON. `lag_time` and `exported_snapshot` are absent before the first transfer. */
export const mirrorShape = (mirror: RelationshipRecord, call: Moment): object => {
  const reasons = unhealthyReasons(mirror, call);
  const snapshotMs = snapshotAt(mirror, call);
  return {
    uuid: mirror.uuid,
    source: endpoint(mirror.source),
    destination: endpoint(mirror.destination),
    policy: { type: mirror.policyType },
    group_type: mirror.groupType,
    state: stateAt(mirror, call.nowMs),
    healthy: reasons.length === 0,
    ...(reasons.length > 0 && { unhealthy_reason: reasons }),
    ...(snapshotMs > 0 && { lag_time: isoDuration(call.nowMs - snapshotMs), exported_snapshot: snapshotName(mirror.uuid, snapshotMs) }),
    ...(isTransferring(mirror, call.nowMs) && { transfer: { state: "transferring" } }),
  };
};

const snapshotName = (uuid: string, ms: number): string =>
  `snapmirror.${uuid}.${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/gu, "").replace("T", "_")}`;
