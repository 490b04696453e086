// DescribeGlobalClusters: lists seeded Aurora global databases; nothing changes them in this simulation.
import { z } from "zod";
import { readOperation } from "../operation.ts";
import { GLOBAL_REGION } from "../world/kind.ts";
import { globalClusterKind, toIdentifier } from "./records.ts";
import { globalClusterNotFound } from "./rds-errors.ts";
import { rdsPage } from "./rds-input.ts";
import { rdsPageOf } from "./rds-page.ts";

/** DescribeGlobalClusters. */
export const describeGlobalClusters = readOperation({
  input: z.object({ GlobalClusterIdentifier: z.string().optional(), ...rdsPage }),
  resources: ({ GlobalClusterIdentifier }) => (GlobalClusterIdentifier === undefined ? [] : [toIdentifier(GlobalClusterIdentifier)]),
  run: ({ GlobalClusterIdentifier, ...page }, { world, accountId }) => {
    const wanted = GlobalClusterIdentifier === undefined ? undefined : toIdentifier(GlobalClusterIdentifier);
    const found = world.list(globalClusterKind, GLOBAL_REGION).filter(({ identifier }) => wanted === undefined || identifier === wanted);
    if (wanted !== undefined && found.length === 0) throw globalClusterNotFound(wanted);
    const { items, Marker } = rdsPageOf(found, page);
    return {
      Marker,
      GlobalClusters: {
        GlobalClusterMember: items.map(({ identifier, engine, engineVersion, members }) => ({
          GlobalClusterIdentifier: identifier,
          GlobalClusterArn: `arn:aws:rds::${accountId}:global-cluster:${identifier}`,
          Status: "available",
          Engine: engine,
          EngineVersion: engineVersion,
          GlobalClusterMembers: {
            GlobalClusterMember: members.map(({ clusterArn, writer }) => ({
              DBClusterArn: clusterArn,
              IsWriter: writer,
              SynchronizationStatus: "connected",
            })),
          },
        })),
      },
    };
  },
});
