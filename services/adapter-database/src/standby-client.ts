/** Oracle standbys of RDS behind a narrow port. */
import { DescribeDBInstancesCommand, RDSClient, SwitchoverReadReplicaCommand } from "@aws-sdk/client-rds";
import { createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import { theOnly } from "./the-only.ts";

/** An instance that is a primary or a standby. Sources and replicas are identifiers, or ARNs where they are in another Region. */
export interface StandbyFacts {
  readonly instanceId: string;
  readonly arn: string;
  readonly engine: string;
  readonly status: string;
  readonly replicaOf: string | null;
  readonly replicas: readonly string[];
  readonly replication: { readonly status: string; readonly isNormal: boolean } | null;
  readonly endpoint: string | null;
}

/** Standbys of one Region. */
export interface StandbyPort {
  /** Throws `DBInstanceNotFoundFault`. */
  readonly describe: (instanceId: string) => Promise<StandbyFacts>;
  /** The standby and its primary change roles; asked in the Region of the standby. Sent once. */
  readonly switchOver: (instanceId: string) => Promise<void>;
}

/** Standbys in a Region. */
export function createStandbyPort(env: FunctionEnv, region: string | undefined): StandbyPort {
  const { read, mutate } = createClientPair(env, (config) => new RDSClient(config), region);
  return {
    describe: async (instanceId) => {
      const { DBInstances } = await read.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: instanceId }));
      const found = theOnly(DBInstances, "instance", instanceId);
      const replication = found.StatusInfos?.find(({ StatusType }) => StatusType === "read replication");
      return {
        instanceId: found.DBInstanceIdentifier ?? "",
        arn: found.DBInstanceArn ?? "",
        engine: found.Engine ?? "",
        status: found.DBInstanceStatus ?? "",
        replicaOf: found.ReadReplicaSourceDBInstanceIdentifier ?? null,
        replicas: found.ReadReplicaDBInstanceIdentifiers ?? [],
        replication: replication ? { status: replication.Status ?? "", isNormal: replication.Normal === true } : null,
        endpoint: found.Endpoint?.Address ?? null,
      };
    },
    switchOver: async (instanceId) => {
      await mutate.send(new SwitchoverReadReplicaCommand({ DBInstanceIdentifier: instanceId }));
    },
  };
}
