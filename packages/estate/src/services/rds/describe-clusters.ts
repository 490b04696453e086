// DescribeDBClusters: lists Aurora clusters as they look now.
import type { DBClusterMessage } from "@aws-sdk/client-rds";
import * as z from "zod";
import { readOperation } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { pick } from "../../world/pick.ts";
import type { WorldView } from "../../world/world.ts";
import { clusterShape } from "./cluster-shape.ts";
import { clusterStateAt } from "./cluster-state.ts";
import { clusterNotFound } from "./rds-errors.ts";
import { rdsFilters, rdsPage } from "./rds-input.ts";
import { rdsFiltered, rdsPageOf } from "./rds-page.ts";
import { clusterArn, clusterKind, globalClusterKind, isThere, toIdentifier } from "./records.ts";

/** The global database that a cluster is a member of. */
const globalOf = (world: WorldView, arn: string): string | undefined =>
  world
    .list(globalClusterKind, GLOBAL_REGION)
    .find(({ members }) => members.some(({ clusterArn: member, leavesMs }) => member === arn && leavesMs === undefined))?.identifier;

/** DescribeDBClusters by identifier, ARN or filter. */
export const describeClusters = readOperation({
  input: z.object({ DBClusterIdentifier: z.string().optional(), Filters: rdsFilters, ...rdsPage }),
  resources: ({ DBClusterIdentifier }) => (DBClusterIdentifier === undefined ? [] : [toIdentifier(DBClusterIdentifier)]),
  run: ({ DBClusterIdentifier, Filters, ...page }, { world, region, accountId, nowMs }): DBClusterMessage => {
    const wanted = DBClusterIdentifier === undefined ? undefined : toIdentifier(DBClusterIdentifier);
    const clusters = pick(world, clusterKind, region, wanted === undefined ? undefined : [wanted]).filter((cluster) =>
      isThere(cluster, nowMs),
    );
    if (wanted !== undefined && clusters.length === 0) throw clusterNotFound(wanted);
    const kept = rdsFiltered(clusters, Filters, {
      "db-cluster-id": (cluster) => [cluster.identifier, clusterArn(accountId, cluster)],
      engine: ({ engine }) => [engine],
    });
    const { items, ...marker } = rdsPageOf(
      kept.toSorted((a, b) => a.identifier.localeCompare(b.identifier)),
      page,
    );
    const shapes = items.map((cluster) => ({
      ...clusterShape(cluster, clusterStateAt(cluster, nowMs), accountId, nowMs),
      GlobalClusterIdentifier: globalOf(world, clusterArn(accountId, cluster)),
    }));
    return { ...marker, DBClusters: shapes };
  },
  withStatus: (output, status) => ({ ...output, DBClusters: output.DBClusters?.map((cluster) => ({ ...cluster, Status: status })) }),
});
