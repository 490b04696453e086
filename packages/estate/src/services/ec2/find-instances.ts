// Finds instances by id and filter, with EC2's refusals for ids that are malformed or unknown.
import { awsError } from "../../aws-error.ts";
import type { WorldView } from "../../world/world.ts";
import { instanceStateAt, isVisible } from "./instance-state.ts";
import { instanceKind, type InstanceRecord } from "./records.ts";

type Look = { readonly world: WorldView; readonly region: string; readonly nowMs: number };

/** The instances of these ids. Throws InvalidInstanceID.Malformed or .NotFound. */
export const requireInstances = ({ world, region, nowMs }: Look, ids: readonly string[]): readonly InstanceRecord[] =>
  [...new Set(ids)].map((id) => {
    if (!/^i-[0-9a-f]{8,17}$/u.test(id)) throw awsError("InvalidInstanceID.Malformed", `Invalid id: "${id}"`);
    const instance = world.get(instanceKind, region, id);
    if (instance === undefined || !isVisible(instance, nowMs)) {
      throw awsError("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);
    }
    return instance;
  });

/** Instances that EC2 shows now, in the order of their ids. */
export const findInstances = (
  look: Look,
  ids: readonly string[],
  filters: ReadonlyMap<string, readonly string[]>,
): readonly InstanceRecord[] => {
  const { world, region, nowMs } = look;
  const wanted = ids.length > 0 ? requireInstances(look, ids) : world.list(instanceKind, region).filter((one) => isVisible(one, nowMs));
  return wanted
    .filter((instance) => [...filters].every(([name, values]) => values.includes(filterValue(instance, name, nowMs))))
    .toSorted((a, b) => a.instanceId.localeCompare(b.instanceId));
};

const filterValue = (instance: InstanceRecord, name: string, nowMs: number): string => {
  if (name.startsWith("tag:")) return instance.tags[name.slice("tag:".length)] ?? "";
  switch (name) {
    case "instance-id":
      return instance.instanceId;
    case "instance-state-name":
      return instanceStateAt(instance, nowMs) ?? "";
    case "availability-zone":
      return instance.availabilityZone;
    case "private-ip-address":
      return instance.privateIp;
    case "client-token":
      return instance.clientToken ?? "";
    case "vpc-id":
      return instance.vpcId;
    default:
      throw awsError("InvalidParameterValue", `The filter '${name}' is not simulated`);
  }
};
