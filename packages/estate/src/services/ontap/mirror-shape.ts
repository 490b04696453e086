// A mirror as `GET /snapmirror/relationships` shows it.
import { isoDuration, type Moment, snapshotAt, isTransferring, stateAt, unhealthyReasons } from "./mirror-state.ts";
import { type Endpoint, groupTypeOf, type Member, pathOf, type RelationshipRecord } from "./records.ts";

const endpoint = (end: Endpoint, names: readonly string[]): object => ({
  path: pathOf(end),
  svm: { name: end.svm },
  cluster: { name: end.cluster },
  ...(groupTypeOf(end) === "consistency_group" && { consistency_group_volumes: toNames(names) }),
});

const toNames = (names: readonly string[]) => names.map((name) => ({ name }));
const at = (members: readonly Member[], end: keyof Member) => members.map((member) => member[end]);

/** The policies that a new system has, by type. */
const POLICIES: Readonly<Record<string, string>> = { async: "Asynchronous", sync: "Sync", automated_failover: "AutomatedFailOver" };

/** Its JSON. `lag_time` and `exported_snapshot` are absent before the first transfer. */
export const mirrorShape = (mirror: RelationshipRecord, call: Moment): object => {
  const reasons = unhealthyReasons(mirror, call);
  const snapshotMs = snapshotAt(mirror, call);
  const groupType = groupTypeOf(mirror.destination);
  return {
    uuid: mirror.uuid,
    source: endpoint(mirror.source, at(mirror.members, "source")),
    destination: endpoint(mirror.destination, at(mirror.members, "destination")),
    policy: { type: mirror.policyType, name: POLICIES[mirror.policyType] ?? mirror.policyType },
    group_type: groupType,
    ...(groupType === "svm_dr" && { svmdr_volumes: toNames(at(mirror.members, "destination")) }),
    state: stateAt(mirror, call.nowMs),
    healthy: reasons.length === 0,
    ...(reasons.length > 0 && { unhealthy_reason: reasons }),
    ...(snapshotMs > 0 && { lag_time: isoDuration(call.nowMs - snapshotMs), exported_snapshot: snapshotName(mirror.uuid, snapshotMs) }),
    ...(isTransferring(mirror, call.nowMs) && { transfer: { state: "transferring" } }),
  };
};

const snapshotName = (uuid: string, ms: number): string =>
  `snapmirror.${uuid}.${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/gu, "").replace("T", "_")}`;
