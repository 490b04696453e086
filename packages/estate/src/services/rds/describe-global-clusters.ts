// DescribeGlobalClusters: lists Aurora global databases.
import type { GlobalClustersMessage } from "@aws-sdk/client-rds";
import { z } from "zod";
import { readOperation } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { globalClusterNotFound } from "./rds-errors.ts";
import { rdsPage } from "./rds-input.ts";
import { rdsPageOf } from "./rds-page.ts";
import { globalClusterKind, toIdentifier } from "./records.ts";

/** DescribeGlobalClusters. */
export const describeGlobalClusters = readOperation({
  input: z.object({ GlobalClusterIdentifier: z.string().optional(), ...rdsPage }),
  resources: ({ GlobalClusterIdentifier }) => (GlobalClusterIdentifier === undefined ? [] : [toIdentifier(GlobalClusterIdentifier)]),
  run: ({ GlobalClusterIdentifier, ...page }, { world, accountId }): GlobalClustersMessage => {
    const wanted = GlobalClusterIdentifier === undefined ? undefined : toIdentifier(GlobalClusterIdentifier);
    const found = world.list(globalClusterKind, GLOBAL_REGION).filter(({ identifier }) => wanted === undefined || identifier === wanted);
    if (wanted !== undefined && found.length === 0) throw globalClusterNotFound(wanted);
    const { items, ...marker } = rdsPageOf(found, page);
    return {
      ...marker,
      GlobalClusters: items.map(({ identifier, engine, engineVersion, members }) => ({
        GlobalClusterIdentifier: identifier,
        GlobalClusterArn: `arn:aws:rds::${accountId}:global-cluster:${identifier}`,
        Status: "available",
        Engine: engine,
        EngineVersion: engineVersion,
        GlobalClusterMembers: members.map(({ clusterArn, writer }) => ({
          DBClusterArn: clusterArn,
          IsWriter: writer,
          SynchronizationStatus: "connected",
        })),
      })),
    };
  },
});
