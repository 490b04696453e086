// Finds instances by id and filter, with EC2's refusals for ids that are malformed or unknown.
import { awsError } from "../../aws-error.ts";
import type { ReadCall } from "../../operation.ts";
import { recoveryInstanceKind, type RecoveryInstanceRecord } from "../drs/records.ts";
import { ec2StateAt } from "../drs/recovery-instance-state.ts";

/** A terminated instance can still be described for about an hour. */
const TERMINATED_VISIBLE_MS = 3600 * 1000;

/** Instances that EC2 shows now, in the order of their ids. */
export const findInstances = (
  { world, region, nowMs }: ReadCall,
  ids: readonly string[],
  filters: ReadonlyMap<string, readonly string[]>,
): readonly RecoveryInstanceRecord[] => {
  const visible = world
    .list(recoveryInstanceKind, region)
    .filter((instance) => nowMs >= instance.createdMs && nowMs < (instance.terminatedMs ?? Infinity) + TERMINATED_VISIBLE_MS);
  for (const id of ids) {
    if (!/^i-[0-9a-f]{8,17}$/u.test(id)) throw awsError("InvalidInstanceID.Malformed", `Invalid id: "${id}"`);
    if (!visible.some((instance) => instance.recoveryInstanceId === id)) {
      throw awsError("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);
    }
  }
  const wanted = ids.length === 0 ? visible : visible.filter((instance) => ids.includes(instance.recoveryInstanceId));
  return wanted
    .filter((instance) => [...filters].every(([name, values]) => values.includes(filterValue(instance, name, nowMs))))
    .toSorted((a, b) => a.recoveryInstanceId.localeCompare(b.recoveryInstanceId));
};

const filterValue = (instance: RecoveryInstanceRecord, name: string, nowMs: number): string => {
  switch (name) {
    case "instance-id":
      return instance.recoveryInstanceId;
    case "instance-state-name":
      return ec2StateAt(instance, nowMs) ?? "";
    case "availability-zone":
      return instance.availabilityZone;
    case "private-ip-address":
      return instance.privateIp;
    case "tag:AWSElasticDisasterRecoverySourceServerID":
      return instance.sourceServerId;
    default:
      throw awsError("InvalidParameterValue", `The filter '${name}' is not simulated`);
  }
};
