// DescribeInstances and DescribeInstanceStatus: the EC2 side of recovery instances.
import { z } from "zod";
import { awsError } from "../aws-error.ts";
import { EC2_TERMINATED_VISIBLE_SECONDS } from "../durations.ts";
import { recoveryInstanceKind, type RecoveryInstanceRecord } from "../drs/records.ts";
import { ec2StateAt } from "../drs/recovery-instance-state.ts";
import { type ReadCall, readOperation } from "../operation.ts";
import { paginate } from "../paginate.ts";
import { ec2Filters, ec2Integer, ec2List } from "./ec2-input.ts";
import { instanceStatusXml, instanceXml } from "./instance-xml.ts";

const page = { MaxResults: ec2Integer.pipe(z.number().min(5).max(1000)).optional(), NextToken: z.string().optional() };

/** DescribeInstances: pending, running, stopped and terminated ones, the last for an hour. */
export const describeInstances = readOperation({
  input: z.object({ InstanceId: ec2List, Filter: ec2Filters, ...page }),
  resources: ({ InstanceId }) => InstanceId,
  run: ({ InstanceId, Filter, ...paging }, call) => {
    const { items, nextToken } = pageOf(found(call, InstanceId, Filter), paging);
    return {
      reservationSet: {
        item: items.map((instance) => ({
          reservationId: `r-${instance.recoveryInstanceId.slice(2)}`,
          ownerId: call.accountId,
          groupSet: "",
          instancesSet: { item: [instanceXml(instance, call.nowMs)] },
        })),
      },
      nextToken,
    };
  },
  withStatus: (output, status) => {
    const reservations = (output["reservationSet"] as { item: { instancesSet: { item: object[] } }[] }).item;
    const renamed = (instances: object[]) => instances.map((instance) => ({ ...instance, instanceState: { code: 255, name: status } }));
    return {
      ...output,
      reservationSet: {
        item: reservations.map((reservation) => ({ ...reservation, instancesSet: { item: renamed(reservation.instancesSet.item) } })),
      },
    };
  },
});

/** Lists running instances only, unless IncludeAllInstances says otherwise. */
export const describeInstanceStatus = readOperation({
  input: z.object({
    InstanceId: ec2List,
    Filter: ec2Filters,
    IncludeAllInstances: z.enum(["true", "false"]).default("false"),
    ...page,
  }),
  resources: ({ InstanceId }) => InstanceId,
  run: ({ InstanceId, Filter, IncludeAllInstances, ...paging }, call) => {
    const shown = found(call, InstanceId, Filter).filter(
      (instance) => IncludeAllInstances === "true" || ec2StateAt(instance, call.nowMs) === "running",
    );
    const { items, nextToken } = pageOf(shown, paging);
    return { instanceStatusSet: { item: items.map((instance) => instanceStatusXml(instance, call.nowMs)) }, nextToken };
  },
  withStatus: (output, status) => ({
    ...output,
    instanceStatusSet: {
      item: (output["instanceStatusSet"] as { item: object[] }).item.map((instance) => ({
        ...instance,
        instanceStatus: { status },
        systemStatus: { status },
      })),
    },
  }),
});

const found = (
  { world, region, nowMs }: ReadCall,
  ids: readonly string[],
  filters: ReadonlyMap<string, readonly string[]>,
): readonly RecoveryInstanceRecord[] => {
  const visible = world
    .list(recoveryInstanceKind, region)
    .filter(
      (instance) => nowMs >= instance.createdMs && nowMs < (instance.terminatedMs ?? Infinity) + EC2_TERMINATED_VISIBLE_SECONDS * 1000,
    );
  for (const id of ids) {
    if (!/^i-[0-9a-f]{8,17}$/u.test(id)) throw awsError("InvalidInstanceID.Malformed", `Invalid id: "${id}"`);
    if (!visible.some((instance) => instance.recoveryInstanceId === id)) {
      throw awsError("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);
    }
  }
  const wanted = ids.length === 0 ? visible : visible.filter((instance) => ids.includes(instance.recoveryInstanceId));
  return wanted
    .filter((instance) => passes(instance, filters, nowMs))
    .toSorted((a, b) => a.recoveryInstanceId.localeCompare(b.recoveryInstanceId));
};

const passes = (instance: RecoveryInstanceRecord, filters: ReadonlyMap<string, readonly string[]>, nowMs: number): boolean =>
  [...filters].every(([name, values]) => values.includes(filterValue(instance, name, nowMs)));

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

const pageOf = (
  instances: readonly RecoveryInstanceRecord[],
  { MaxResults, NextToken }: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
) => {
  const result = paginate(instances, NextToken, MaxResults ?? 1000);
  if (result === undefined) throw awsError("InvalidPaginationToken", "The pagination token is not valid");
  return result;
};
