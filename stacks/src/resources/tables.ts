/** Tables: encrypted under the key of their class, with point-in-time recovery, and in production not to be deleted. */
import type { TableManifest } from "@dr/runtime";
import { classOf } from "../model/key-policy.ts";
import { logicalName } from "../model/names.ts";
import { isGlobal, isJoining } from "../model/regions.ts";
import type { Site } from "../model/site.ts";
import { tableArgs } from "../model/table-args.ts";

/**
 * Creates a table under its manifest's name and gives the ARN of its stream. SST keeps it when the stage is removed (`removal: retain`). A global table of an
 * installation that is joined exists already, or the deployment fails: it never begins with an empty one.
 */
export function createTable(table: TableManifest, site: Site): $util.Output<string> {
  if (isGlobal(table) && isJoining(site.regions, site.account.region)) {
    return $util.output(aws.dynamodb.getTable({ name: table.name }).then(({ streamArn }) => streamArn));
  }
  const created = new sst.aws.Dynamo(logicalName(table.name), {
    ...tableArgs(table),
    deletionProtection: site.protect,
    transform: {
      table: (args: object, options: object) => {
        Object.assign(args, {
          name: table.name,
          serverSideEncryption: { enabled: true, kmsKeyArn: site.keys[classOf(table)] },
          pointInTimeRecovery: { enabled: true },
          ...(isGlobal(table) && replicasOf(table, site)),
        });
        if (site.adopt) Object.assign(options, { import: table.name });
        return undefined;
      },
    },
  });
  return created.nodes.table.streamArn;
}

/** Strong consistency in both Regions: a put that one of them refuses has not happened in the other (untried on AWS, like all of this folder). */
function replicasOf(table: TableManifest, { regions: { replica, witness }, replicaKeys, protect }: Site): object {
  if (replica === undefined || witness === undefined) return {};
  const kmsKeyArn = replicaKeys[classOf(table)];
  if (kmsKeyArn === undefined) throw new Error(`${table.name}: no key in ${replica}`);
  return {
    replicas: [
      {
        regionName: replica,
        consistencyMode: "STRONG",
        kmsKeyArn,
        pointInTimeRecovery: true,
        deletionProtectionEnabled: protect,
        propagateTags: true,
      },
    ],
    globalTableWitness: { regionName: witness },
  };
}
