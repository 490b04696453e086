// DescribeDBClusters: lists Aurora clusters as they look now.
import { z } from "zod";
import { type Output, readOperation } from "../operation.ts";
import { clusterStateAt } from "./cluster-state.ts";
import { clusterXml } from "./cluster-xml.ts";
import { clusterKind, toIdentifier } from "./records.ts";
import { clusterNotFound } from "./rds-errors.ts";
import { rdsFilters, rdsPage } from "./rds-input.ts";
import { rdsFiltered, rdsPageOf } from "./rds-page.ts";
import { pick } from "../world/pick.ts";

type ClustersOutput = { DBClusters: { DBCluster: readonly ReturnType<typeof clusterXml>[] } };

/** DescribeDBClusters by identifier, ARN or filter. */
export const describeClusters = readOperation({
  input: z.object({ DBClusterIdentifier: z.string().optional(), Filters: rdsFilters, ...rdsPage }),
  resources: ({ DBClusterIdentifier }) => (DBClusterIdentifier === undefined ? [] : [toIdentifier(DBClusterIdentifier)]),
  run: ({ DBClusterIdentifier, Filters, ...page }, { world, region, accountId, nowMs }): Output => {
    const wanted = DBClusterIdentifier === undefined ? undefined : toIdentifier(DBClusterIdentifier);
    const clusters = pick(world, clusterKind, region, wanted === undefined ? undefined : [wanted]);
    if (wanted !== undefined && clusters.length === 0) throw clusterNotFound(wanted);
    const kept = rdsFiltered(clusters, Filters, {
      "db-cluster-id": ({ identifier, region: home }) => [identifier, `arn:aws:rds:${home}:${accountId}:cluster:${identifier}`],
      engine: ({ engine }) => [engine],
    });
    const { items, Marker } = rdsPageOf(
      kept.toSorted((a, b) => a.identifier.localeCompare(b.identifier)),
      page,
    );
    return {
      Marker,
      DBClusters: {
        DBCluster: items.map((cluster) => clusterXml(cluster, clusterStateAt(cluster, nowMs).shown, accountId, nowMs)),
      },
    };
  },
  withStatus: (output, status) => {
    const { DBCluster } = (output as ClustersOutput).DBClusters;
    return { ...output, DBClusters: { DBCluster: DBCluster.map((cluster) => ({ ...cluster, Status: status })) } };
  },
});
