// DescribeDBInstances: lists DB instances, members of Aurora clusters among them, as they look now.
import type { DBInstanceMessage } from "@aws-sdk/client-rds";
import * as z from "zod";
import { readOperation } from "../../operation.ts";
import type { WorldView } from "../../world/world.ts";
import { instanceStateAt } from "./instance-state.ts";
import { instanceShape } from "./instance-shape.ts";
import { clusterKind, instanceArn, instanceKind, type InstanceRecord, isThere, toIdentifier } from "./records.ts";
import { instanceNotFound } from "./rds-errors.ts";
import { rdsFilters, rdsPage } from "./rds-input.ts";
import { rdsFiltered, rdsPageOf } from "./rds-page.ts";
import { everywhere } from "../../world/everywhere.ts";
import { pick } from "../../world/pick.ts";

/** DescribeDBInstances by identifier, ARN or filter. */
export const describeInstances = readOperation({
  input: z.object({ DBInstanceIdentifier: z.string().optional(), Filters: rdsFilters, ...rdsPage }),
  resources: ({ DBInstanceIdentifier }) => (DBInstanceIdentifier === undefined ? [] : [toIdentifier(DBInstanceIdentifier)]),
  run: ({ DBInstanceIdentifier, Filters, ...page }, { world, region, accountId, nowMs }): DBInstanceMessage => {
    const wanted = DBInstanceIdentifier === undefined ? undefined : toIdentifier(DBInstanceIdentifier);
    const instances = pick(world, instanceKind, region, wanted === undefined ? undefined : [wanted]).filter((instance) =>
      isThere(instance, nowMs),
    );
    if (wanted !== undefined && instances.length === 0) throw instanceNotFound(wanted);
    const kept = rdsFiltered(instances, Filters, {
      "db-instance-id": (instance) => [instance.identifier, instanceArn(accountId, instance)],
      "db-cluster-id": ({ clusterIdentifier }) => (clusterIdentifier === undefined ? [] : [clusterIdentifier]),
      engine: ({ engine }) => [engine],
    });
    const { items, ...marker } = rdsPageOf(
      kept.toSorted((a, b) => a.identifier.localeCompare(b.identifier)),
      page,
    );
    const describe = (instance: InstanceRecord) => {
      const cluster = clusterOf(world, instance);
      const shape = instanceShape({ instance, cluster }, instanceStateAt(instance, cluster, nowMs), accountId, nowMs);
      return { ...shape, ReadReplicaDBInstanceIdentifiers: replicasOf(instance, { world, accountId, nowMs }) };
    };
    return { ...marker, DBInstances: items.map(describe) };
  },
  withStatus: (output, status) => ({
    ...output,
    DBInstances: output.DBInstances?.map((instance) => ({ ...instance, DBInstanceStatus: status })),
  }),
});

/** The read replicas of an instance: by identifier, or by ARN where they are in another Region. */
const replicasOf = (source: InstanceRecord, { world, accountId, nowMs }: { world: WorldView; accountId: string; nowMs: number }) =>
  everywhere(world, instanceKind)
    .map(({ body }) => body)
    .filter((one) => {
      const { replicaOf } = instanceStateAt(one, undefined, nowMs);
      return replicaOf === instanceArn(accountId, source) || (replicaOf === source.identifier && one.region === source.region);
    })
    .map((one) => (one.region === source.region ? one.identifier : instanceArn(accountId, one)));

/** The Aurora cluster an instance belongs to, if any. */
export const clusterOf = (world: WorldView, { region, clusterIdentifier }: InstanceRecord) =>
  clusterIdentifier === undefined ? undefined : world.get(clusterKind, region, clusterIdentifier);
