// DescribeGlobalClusters: lists Aurora global databases.
import type { GlobalClustersMessage } from "@aws-sdk/client-rds";
import * as z from "zod";
import { readOperation } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { globalShape } from "./global-shape.ts";
import { globalClusterNotFound } from "./rds-errors.ts";
import { rdsPage } from "./rds-input.ts";
import { rdsPageOf } from "./rds-page.ts";
import { globalClusterKind, toIdentifier } from "./records.ts";

/** DescribeGlobalClusters. */
export const describeGlobalClusters = readOperation({
  input: z.object({ GlobalClusterIdentifier: z.string().optional(), ...rdsPage }),
  resources: ({ GlobalClusterIdentifier }) => (GlobalClusterIdentifier === undefined ? [] : [toIdentifier(GlobalClusterIdentifier)]),
  run: ({ GlobalClusterIdentifier, ...page }, { world, accountId, nowMs }): GlobalClustersMessage => {
    const wanted = GlobalClusterIdentifier === undefined ? undefined : toIdentifier(GlobalClusterIdentifier);
    const found = world.list(globalClusterKind, GLOBAL_REGION).filter(({ identifier }) => wanted === undefined || identifier === wanted);
    if (wanted !== undefined && found.length === 0) throw globalClusterNotFound(wanted);
    const { items, ...marker } = rdsPageOf(found, page);
    return {
      ...marker,
      GlobalClusters: items.map((record) => globalShape(record, accountId, nowMs)),
    };
  },
  withStatus: (output, status) => ({ ...output, GlobalClusters: output.GlobalClusters?.map((one) => ({ ...one, Status: status })) }),
});
